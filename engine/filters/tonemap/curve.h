/// Tone curves: which light an SDR display shows for a light of the HDR picture.
///
/// Units    light in cd/m².
/// Source   Report ITU-R BT.2390-10, 5.4.1 (EETF); Hable, Filmic Tonemapping for Real-time Rendering, SIGGRAPH 2010;
///          Reinhard et al., Photographic Tone Reproduction, SIGGRAPH 2002, equation 4 in its form with a peak; Möbius
///          after libplacebo: straight up to a knee, then a Möbius transform with the same slope.
#pragma once

#include <string_view>

namespace fotograma::filters::tonemap {

enum class Method { Bt2390, Hable, Reinhard, Mobius, Clip };
[[nodiscard]] Method methodOf(std::string_view choice);

struct Display {
    double peak = 1000.0;  ///< The brightest of the HDR picture.
    double white = 203.0;  ///< The white of the SDR display.
};

/// 0 to 1, of the display's white. What is brighter than the peak counts as the peak.
[[nodiscard]] double toneMapped(Method method, double light, const Display& display);

/// SMPTE ST 2084: light to the PQ value 0..1, and back.
[[nodiscard]] double pqOf(double light);
[[nodiscard]] double lightOfPq(double value);

}  // namespace fotograma::filters::tonemap
