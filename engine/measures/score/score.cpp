#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "engine/base/text.h"
#include "engine/filter/describe.h"

namespace fotograma::measures::score {
namespace {

using api::Json;

/// One property of a clip that the score is made of.
struct Property {
    const char* id;
    const char* label;
    double weight;
    double worst;  ///< This and worse is worth nothing.
    double best;   ///< This and better is worth 1.
    const char* unit;
    double from, to;  ///< Range of both.
    const char* sentence;
};

constexpr std::array kProperties{
    Property{"sharpness", "Sharpness", 3.0, 5.0, 500.0, "8-bit code values squared", 0.1, 100000.0,
             "blur.sharpness less what noise adds to it (20 times the square of noise.sigma), on a logarithmic scale."},
    Property{"noise", "Noise", 2.0, 15.0, 2.0, "8-bit code values", 0.0, 255.0, "noise.sigma."},
    Property{"blockiness", "Blockiness", 2.0, 1.5, 1.05, "ratio", 0.0, 100.0, "blockiness.ratio."},
    Property{"contrast", "Contrast", 1.0, 0.03, 0.15, "luma (0..1)", 0.0, 1.0, "contrast.rms."},
    Property{"exposure", "Exposure", 2.0, 0.5, 0.05, "ratio", 0.0, 1.0, "exposure.shadows and .highlights together."},
};

/// The mean over the clip; nothing where it was not measured.
std::optional<double> meanOf(const Json& summaries, const char* measure, const char* value) {
    const Json& mean = summaries[measure][value]["mean"];
    return mean.isNumber() ? std::optional(mean.asNumber()) : std::nullopt;
}

std::optional<double> sharpness(const Json& summaries) {
    const auto all = meanOf(summaries, "blur", "sharpness");
    if (!all) return all;
    const double sigma = meanOf(summaries, "noise", "sigma").value_or(0.0);
    return std::log(std::max(*all - 20.0 * sigma * sigma, 1e-3));
}

std::optional<double> exposure(const Json& summaries) {
    const auto shadows = meanOf(summaries, "exposure", "shadows");
    const auto highlights = meanOf(summaries, "exposure", "highlights");
    return shadows && highlights ? std::optional(*shadows + *highlights) : std::nullopt;
}

std::optional<double> measured(const Property& property, const Json& summaries) {
    const std::string_view id = property.id;
    if (id == "sharpness") return sharpness(summaries);
    if (id == "noise") return meanOf(summaries, "noise", "sigma");
    if (id == "blockiness") return meanOf(summaries, "blockiness", "ratio");
    if (id == "contrast") return meanOf(summaries, "contrast", "rms");
    return exposure(summaries);
}

/// 0 at the worst, 1 at the best, straight in between; either may be the larger.
double worth(double value, double worst, double best) {
    if (worst == best) return value >= best ? 1.0 : 0.0;
    return std::clamp((value - worst) / (best - worst), 0.0, 1.0);
}

/// The share of frames that show something and move.
double alive(const Json& summaries) {
    const double black = meanOf(summaries, "flat", "black").value_or(0.0);
    const double frozen = meanOf(summaries, "flat", "frozen").value_or(0.0);
    return 1.0 - std::clamp(std::max(black, frozen), 0.0, 1.0);
}

Json derive(const filter::Values& values, const Json& summaries) {
    Json all = Json::object();
    double sum = 0.0;
    double weights = 0.0;
    for (const Property& property : kProperties) {
        const auto value = measured(property, summaries);
        if (!value) continue;
        const std::string id = property.id;
        double worst = values.number(id + "_worst");
        double best = values.number(id + "_best");
        if (id == "sharpness") {
            worst = std::log(worst);
            best = std::log(best);
        }
        const double part = worth(*value, worst, best);
        const double weight = values.number(id + "_weight");
        sum += weight * part;
        weights += weight;
        all.set(id, part);
    }
    if (weights <= 0.0) return Json::object();
    all.set("alive", alive(summaries));
    return all.set("score", 100.0 * alive(summaries) * sum / weights);
}

std::vector<api::ParameterInfo> parameters() {
    using base::concat;
    std::vector<api::ParameterInfo> rows;
    for (const Property& property : kProperties) {
        const std::string id = property.id;
        const filter::Range range{property.from, property.to, 0.01};
        rows.push_back(filter::numberRow(id + "_weight", concat(property.label, ": weight"), "", {0.0, 100.0, 0.5},
                                         property.weight, "How much it counts beside the others."));
        rows.push_back(filter::numberRow(id + "_worst", concat(property.label, ": worst"), property.unit, range,
                                         property.worst, "This and worse is worth nothing."));
        rows.push_back(filter::numberRow(id + "_best", concat(property.label, ": best"), property.unit, range,
                                         property.best, "This and better is worth 1."));
    }
    return rows;
}

/// {"blur": {"sharpness": {"mean": 900}}, ...}
struct Mean {
    const char* measure;
    const char* value;
    double mean;
};

filter::Example exampleOf(std::string sentence, std::initializer_list<Mean> means,
                          std::map<std::string, double> expected) {
    filter::Example one;
    one.sentence = std::move(sentence);
    one.summaries = Json::object();
    for (const Mean& each : means) {
        Json summary = one.summaries[each.measure];
        summary.set(each.value, Json::object().set("mean", each.mean));
        one.summaries.set(each.measure, std::move(summary));
    }
    one.expectedValues = std::move(expected);
    one.within = 1e-9;
    return one;
}

std::vector<filter::Example> examples() {
    return {
        exampleOf("Of a clip that is good at everything.",
                  {{"blur", "sharpness", 900.0},
                   {"noise", "sigma", 1.0},
                   {"blockiness", "ratio", 1.0},
                   {"contrast", "rms", 0.2},
                   {"exposure", "shadows", 0.01},
                   {"exposure", "highlights", 0.02},
                   {"flat", "black", 0.0},
                   {"flat", "frozen", 0.0}},
                  {{"score", 100.0}, {"alive", 1.0}}),
        exampleOf("Noise halfway from worst to best, sharpness 50 halfway from 5 to 500 by its logarithm: 50 of 100.",
                  {{"blur", "sharpness", 1495.0}, {"noise", "sigma", 8.5}},
                  {{"score", 50.0}, {"sharpness", 0.5}, {"noise", 0.5}}),
        exampleOf("A quarter of the frames stands still: a quarter less.",
                  {{"contrast", "rms", 0.3}, {"flat", "black", 0.1}, {"flat", "frozen", 0.25}},
                  {{"score", 75.0}, {"alive", 0.75}}),
    };
}

filter::Definition define() {
    using namespace filter;
    Definition definition = derivedMeasureNamed(
        "score", "Technical score",
        "How good a clip is technically, 0 to 100: the weighted mean of its sharpness, noise, blockiness, contrast and "
        "exposure, each from 0 at its worst to 1 at its best, times the share of frames that are neither black nor "
        "frozen. It knows nothing of what is shown.");
    definition.info.parameters = parameters();
    definition.info.values = {
        clipValue("score", "Score", "0..100", "The whole: 100 times the weighted mean times the share that is alive."),
    };
    for (const Property& property : kProperties)
        definition.info.values.push_back(
            clipValue(property.id, property.label, "0..1", base::concat("Its part, from ", property.sentence)));
    definition.info.values.push_back(
        clipValue("alive", "Alive", "0..1", "Share of frames that are neither black nor frozen."));
    definition.derive = derive;
    definition.needs = {"blur", "noise", "blockiness", "contrast", "exposure", "flat"};
    definition.examples = examples();
    return definition;
}

}  // namespace

const filter::Definition& definition() {
    static const filter::Definition value = define();
    return value;
}

}  // namespace fotograma::measures::score
