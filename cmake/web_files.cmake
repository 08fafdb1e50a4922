# The web UI in the program. web_pack makes one file of web/dist (which `./dev build web` makes with npm), and the
# assembler puts it into dmsnode_web_files. Without web/dist the file is empty and the server says so. A change of
# web/dist makes it anew: the glob is looked at by each build.
add_executable(web_pack src/web/pack/main.cpp)
target_link_libraries(web_pack PRIVATE dmsnode_web)

set(pack ${CMAKE_BINARY_DIR}/web.pack)
file(GLOB_RECURSE dist CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/web/dist/*)
# A file that went is no newer input: the list itself is one.
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/web.files CONTENT "${dist}\n")
add_custom_command(OUTPUT ${pack} COMMAND web_pack ${CMAKE_SOURCE_DIR}/web/dist ${pack}
                   DEPENDS web_pack ${CMAKE_BINARY_DIR}/web.files ${dist} VERBATIM)

add_library(dmsnode_web_files STATIC src/web/pack/embedded.S src/web/pack/embedded.cpp)
set_source_files_properties(src/web/pack/embedded.S PROPERTIES OBJECT_DEPENDS ${pack}
                            COMPILE_DEFINITIONS "DMSNODE_WEB_PACK=\"${pack}\"")
target_link_libraries(dmsnode_web_files PUBLIC dmsnode_web)
