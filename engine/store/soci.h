/// SOCI, as the sources of this module include it.
#pragma once

#include <soci/soci-config.h>

// Debian's SOCI is configured with Boost; its optional header-only bindings would make Boost a build dependency of ours.
#undef SOCI_HAVE_BOOST
#undef SOCI_HAVE_BOOST_DATE_TIME

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>
