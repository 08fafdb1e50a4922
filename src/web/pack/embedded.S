/* The pack that web_pack made of web/dist, as bytes of the program: see embedded.hpp. */
    .section .rodata
    .globl dmsnode_web_pack_begin
dmsnode_web_pack_begin:
    .incbin DMSNODE_WEB_PACK
    .globl dmsnode_web_pack_end
dmsnode_web_pack_end:
    .byte 0
    .section .note.GNU-stack,"",@progbits
