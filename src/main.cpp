#include "app/main.hpp"

int main(int argc, char** argv) {
    return dmsnode::app::Main(argc, argv);
}
