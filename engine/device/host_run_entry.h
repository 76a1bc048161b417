/// The loops of runs as a table: included once for the baseline and once for x86-64-v3, by sources that
/// engine/filter/filters.cmake writes. Such an object exports its table and nothing else.
#pragma once

#include "engine/device/host_codes.h"
#include "engine/device/host_entry.h"
#include "engine/device/host_run.h"

extern "C" const ::fotograma::device::HostRuns FOTOGRAMA_HOST_TABLE(run, FOTOGRAMA_ARCH);
extern "C" const ::fotograma::device::HostRuns FOTOGRAMA_HOST_TABLE(run, FOTOGRAMA_ARCH) = {
    {{&::fotograma::device::runRows<::fotograma::pixel::u8, ::fotograma::pixel::u8>,
      &::fotograma::device::runRows<::fotograma::pixel::u8, ::fotograma::pixel::u16>},
     {&::fotograma::device::runRows<::fotograma::pixel::u16, ::fotograma::pixel::u8>,
      &::fotograma::device::runRows<::fotograma::pixel::u16, ::fotograma::pixel::u16>}},
    {{&::fotograma::device::mapCodes<::fotograma::pixel::u8, ::fotograma::pixel::u8>,
      &::fotograma::device::mapCodes<::fotograma::pixel::u8, ::fotograma::pixel::u16>},
     {&::fotograma::device::mapCodes<::fotograma::pixel::u16, ::fotograma::pixel::u8>,
      &::fotograma::device::mapCodes<::fotograma::pixel::u16, ::fotograma::pixel::u16>}}};
