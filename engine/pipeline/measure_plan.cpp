#include "engine/pipeline/measure_plan.h"

#include <algorithm>

namespace fotograma::pipeline {

using api::Json;
using base::Status;

namespace {

base::Result<MeasurePlan> planned(const recipe::MeasureUse& use) {
    FOTOGRAMA_ASSIGN_OR_RETURN(filter::Use found, filter::use(api::OperationKind::Measure, use.id, use.parameters));
    return MeasurePlan{use, std::move(found)};
}

/// The same measure at the same place, whatever its parameters.
bool isAt(const recipe::MeasureUse& use, const std::string& id, const recipe::MeasureUse& place) {
    return use.id == id && use.at == place.at && use.output == place.output;
}

void sortIn(MeasurePlan measure, Plan& plan) {
    const filter::Definition& definition = *measure.operation.definition;
    auto& list = definition.prepareSound != nullptr ? plan.soundMeasures
                 : definition.derive != nullptr     ? plan.derivedMeasures
                                                    : plan.measures;
    list.push_back(std::move(measure));
}

}  // namespace

Status planMeasures(const recipe::Recipe& recipe, Plan& plan) {
    for (const recipe::MeasureUse& use : recipe.measures) {
        FOTOGRAMA_ASSIGN_OR_RETURN(MeasurePlan measure, planned(use));
        sortIn(std::move(measure), plan);
    }
    for (const MeasurePlan& derived : plan.derivedMeasures) {
        for (const std::string& need : derived.operation.definition->needs) {
            const auto isIt = [&](const MeasurePlan& measure) { return isAt(measure.use, need, derived.use); };
            if (std::ranges::any_of(plan.measures, isIt) || std::ranges::any_of(plan.soundMeasures, isIt)) continue;
            recipe::MeasureUse use = derived.use;
            use.id = need;
            use.parameters = Json::object();
            use.perFrame = false;
            FOTOGRAMA_ASSIGN_OR_RETURN(MeasurePlan measure, planned(use));
            plan.measures.push_back(std::move(measure));
        }
    }
    return {};
}

void addDerived(const Plan& plan, Json& measures) {
    for (const MeasurePlan& derived : plan.derivedMeasures) {
        const filter::Definition& definition = *derived.operation.definition;
        Json summaries = Json::object();
        for (const std::string& need : definition.needs) {
            recipe::MeasureUse use = derived.use;
            use.id = need;
            if (const Json* found = measures.find(recipe::reportKey(use)); found != nullptr)
                summaries.set(need, *found);
        }
        measures.set(recipe::reportKey(derived.use), definition.derive(derived.operation.values, summaries));
    }
}

}  // namespace fotograma::pipeline
