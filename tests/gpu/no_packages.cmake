# Included by the bare subset's project() in tests: there is nothing to find on a machine that has nothing.
macro(find_package name)
  message(FATAL_ERROR "the bare subset asks for the package ${name}")
endmacro()
