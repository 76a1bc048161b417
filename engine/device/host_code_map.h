/// What becomes of each code value of a plane that follows from itself alone, and in which form that is applied.
///
/// Owner    borrows its tables (engine/device/host_tables.h).
#pragma once

#include "engine/pixel/kernel_args.h"

namespace fotograma::device {

struct CodeMap {
    enum class Form {
        Table,  ///< Looked up.
        Line,   ///< fma(code, slope, offset) held to low..high and cut to a whole number is the entry, for every code.
        Beside,  ///< From bytes to bytes: the code and what floor16((code - 128) * 256 * steepness) + shifted tells of it.
        Same,  ///< The code itself.
    };
    Form form = Form::Table;
    pixel::i32 last = 0;          ///< The highest code of the table; what is above counts as it.
    const void* table = nullptr;  ///< Samples as they are written.
    /// From bytes to bytes: the table for shuffles (engine/device/host_codes.h).
    const pixel::u8* differences = nullptr;
    float slope = 1.0F, offset = 0.5F;
    float low = 0.0F, high = 0.0F;
    /// Beside: entry = code + ((((code - 128) * 256 * steepness) >> 16) + start) >> shift, held to 0..255.
    pixel::i32 steepness = 0, start = 0, shift = 0;
};

}  // namespace fotograma::device
