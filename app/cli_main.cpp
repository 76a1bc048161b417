#include "app/command_line.h"

int main(int argc, char** argv) { return fotograma::app::runCommandLine(argc, argv); }
