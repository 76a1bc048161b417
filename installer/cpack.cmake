# Two Debian packages: `fotograma` (no Qt) and `fotograma-desktop`. Dependencies on libraries are those that
# dpkg-shlibdeps finds in programs and modules; what is opened by name at run time is named here.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME fotograma)
set(CPACK_PACKAGE_VENDOR Fotograma)
set(CPACK_PACKAGE_CONTACT "${FOTOGRAMA_MAINTAINER}")
set(CPACK_PACKAGE_VERSION "${PROJECT_VERSION}")
set(CPACK_PACKAGE_DIRECTORY "${CMAKE_SOURCE_DIR}/build/package")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ
  WORLD_EXECUTE)
# Components by groups: a package each. `parquet` is in none: Debian has no Arrow.
set(CPACK_COMPONENTS_ALL fotograma deb desktop)
set(CPACK_COMPONENTS_GROUPING ONE_PER_GROUP)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENT_FOTOGRAMA_GROUP command_line)
set(CPACK_COMPONENT_DEB_GROUP command_line)
set(CPACK_COMPONENT_DESKTOP_GROUP window)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_SECTION video)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)

set(CPACK_DEBIAN_COMMAND_LINE_PACKAGE_NAME fotograma)
set(CPACK_DEBIAN_COMMAND_LINE_PACKAGE_SUGGESTS "libhiredis0.14, fotograma-desktop")
# CPack puts the summary in front, indents the lines and turns empty ones into " .".
set(CPACK_COMPONENT_COMMAND_LINE_DESCRIPTION "Transcodes, scales, cleans up and measures many video files at once, and
says for each what was kept, changed or lost. Work that was done once is
known again; what was interrupted goes on; no half file gets a final name.

This package holds the command line, which needs no display.")

set(CPACK_DEBIAN_WINDOW_PACKAGE_NAME fotograma-desktop)
set(CPACK_DEBIAN_WINDOW_PACKAGE_DEPENDS "fotograma (= ${PROJECT_VERSION})")
set(CPACK_DEBIAN_WINDOW_PACKAGE_RECOMMENDS "qt6-wayland, libqt6svg6")
set(CPACK_COMPONENT_WINDOW_DESCRIPTION "Drop files and folders, choose a recipe and watch them go through. Every
job says what was kept, changed or lost.

This package holds the window; the command line is in fotograma.")
include(CPack)
