/// The host reading of a kernel header: included before it, makes the header's last line the table of its row loops.
///
/// The including sources are two lines each, written by engine/filter/filters.cmake, compiled once for the baseline
/// and once for x86-64-v3 with FOTOGRAMA_ARCH set accordingly. Such an object exports its table and nothing else.
#pragma once

#include "engine/device/host_rows.h"

/// The table's name: fotograma_host_<name>_<arch>.
#define FOTOGRAMA_HOST_TABLE(name, arch) FOTOGRAMA_HOST_TABLE_NAMED(name, arch)
#define FOTOGRAMA_HOST_TABLE_NAMED(name, arch) fotograma_host_##name##_##arch

#define FOTOGRAMA_HOST_ENTRY(Kernel, suffix, In, Out) \
    {#Kernel "_" suffix,                              \
     #Kernel,                                         \
     ::fotograma::device::rowsOf<Kernel, In, Out>(),  \
     ::fotograma::device::pointRowOf<Kernel>(),       \
     ::fotograma::device::domainOf<Kernel>(),         \
     ::fotograma::pixel::kKeepsColors<Kernel>,        \
     ::fotograma::pixel::kIsPerChannel<Kernel>},

#define SAME(Kernel)                                                                   \
    FOTOGRAMA_HOST_ENTRY(Kernel, "u8", ::fotograma::pixel::u8, ::fotograma::pixel::u8) \
    FOTOGRAMA_HOST_ENTRY(Kernel, "u16", ::fotograma::pixel::u16, ::fotograma::pixel::u16)
#define ANY(Kernel)                                                                         \
    SAME(Kernel)                                                                            \
    FOTOGRAMA_HOST_ENTRY(Kernel, "u8_u16", ::fotograma::pixel::u8, ::fotograma::pixel::u16) \
    FOTOGRAMA_HOST_ENTRY(Kernel, "u16_u8", ::fotograma::pixel::u16, ::fotograma::pixel::u8)
#define TO_F32(Kernel)                                                                      \
    FOTOGRAMA_HOST_ENTRY(Kernel, "u8_f32", ::fotograma::pixel::u8, ::fotograma::pixel::f32) \
    FOTOGRAMA_HOST_ENTRY(Kernel, "u16_f32", ::fotograma::pixel::u16, ::fotograma::pixel::f32)
#define FROM_F32(Kernel)                                                                    \
    FOTOGRAMA_HOST_ENTRY(Kernel, "f32_u8", ::fotograma::pixel::f32, ::fotograma::pixel::u8) \
    FOTOGRAMA_HOST_ENTRY(Kernel, "f32_u16", ::fotograma::pixel::f32, ::fotograma::pixel::u16)

#undef FOTOGRAMA_KERNELS
#define FOTOGRAMA_KERNELS(name, list)                                                                \
    static constexpr ::fotograma::device::HostKernel kRows[] = {list};                               \
    extern "C" const ::fotograma::device::HostKernels FOTOGRAMA_HOST_TABLE(name, FOTOGRAMA_ARCH);    \
    extern "C" const ::fotograma::device::HostKernels FOTOGRAMA_HOST_TABLE(name, FOTOGRAMA_ARCH) = { \
        #name, kRows, static_cast<int>(sizeof kRows / sizeof kRows[0])};
