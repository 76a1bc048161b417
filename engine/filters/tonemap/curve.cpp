#include "engine/filters/tonemap/curve.h"

#include <algorithm>
#include <cmath>

namespace fotograma::filters::tonemap {
namespace {

constexpr double kM1 = 2610.0 / 16384.0;
constexpr double kM2 = 2523.0 / 32.0;
constexpr double kC1 = 3424.0 / 4096.0;
constexpr double kC2 = 2413.0 / 128.0;
constexpr double kC3 = 2392.0 / 128.0;
constexpr double kPqPeak = 10000.0;

/// The Hermite spline of BT.2390 from the knee to the end, in PQ values that 1 is the picture's peak of.
double bt2390(double light, const Display& display) {
    const double top = pqOf(display.peak);
    const double e1 = pqOf(light) / top;
    const double most = std::min(pqOf(display.white) / top, 1.0);
    const double knee = 1.5 * most - 0.5;
    double e2 = e1;
    if (e1 >= knee && knee < 1.0) {
        const double t = (e1 - knee) / (1.0 - knee);
        const double t2 = t * t;
        const double t3 = t2 * t;
        e2 = (2.0 * t3 - 3.0 * t2 + 1.0) * knee + (t3 - 2.0 * t2 + t) * (1.0 - knee) + (-2.0 * t3 + 3.0 * t2) * most;
    }
    return lightOfPq(e2 * top) / display.white;
}

double hableCurve(double x) {
    constexpr double a = 0.15, b = 0.50, c = 0.10, d = 0.20, e = 0.02, f = 0.30;
    return (x * (x * a + b * c) + d * e) / (x * (x * a + b) + d * f) - e / f;
}

double mobius(double x, double peak) {
    constexpr double knee = 0.3;
    if (x <= knee || peak <= 1.0) return x;
    const double a = -knee * knee * (peak - 1.0) / (knee * knee - 2.0 * knee + peak);
    const double b = (knee * knee - 2.0 * knee * peak + peak) / (peak - 1.0);
    return (b * b + 2.0 * b * knee + knee * knee) / (b - a) * (x + a) / (x + b);
}

}  // namespace

Method methodOf(std::string_view choice) {
    if (choice == "hable") return Method::Hable;
    if (choice == "reinhard") return Method::Reinhard;
    if (choice == "mobius") return Method::Mobius;
    return choice == "clip" ? Method::Clip : Method::Bt2390;
}

double pqOf(double light) {
    const double power = std::pow(std::max(light, 0.0) / kPqPeak, kM1);
    return std::pow((kC1 + kC2 * power) / (1.0 + kC3 * power), kM2);
}

double lightOfPq(double value) {
    const double root = std::pow(std::max(value, 0.0), 1.0 / kM2);
    return kPqPeak * std::pow(std::max(root - kC1, 0.0) / (kC2 - kC3 * root), 1.0 / kM1);
}

double toneMapped(Method method, double light, const Display& display) {
    const double held = std::min(light, display.peak);
    const double x = held / display.white;
    const double peak = display.peak / display.white;
    double made = x;
    switch (method) {
        case Method::Bt2390: made = bt2390(held, display); break;
        case Method::Hable: made = hableCurve(x) / hableCurve(peak); break;
        case Method::Reinhard: made = x / (x + 1.0) * (peak + 1.0) / peak; break;
        case Method::Mobius: made = mobius(x, peak); break;
        case Method::Clip: break;
    }
    return std::min(made, 1.0);
}

}  // namespace fotograma::filters::tonemap
