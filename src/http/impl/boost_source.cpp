// The bodies of Asio and Beast, once for the whole program: with BOOST_ASIO_SEPARATE_COMPILATION
// and BOOST_BEAST_SEPARATE_COMPILATION (set for this folder and all that use it) this file alone
// takes the time that every file with an Asio header would take otherwise.
#include <boost/asio/impl/src.hpp>
#include <boost/asio/ssl/impl/src.hpp>
#include <boost/beast/src.hpp>
