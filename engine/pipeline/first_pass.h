/// What filters must know of the whole clip (Definition::needsOfClip), found out before the first frame is filtered.
///
/// The input is looked at once for all filters that can be settled then, each at its place in the chain: through the
/// filters in front of it. Key frames are enough where the measures are asked for the clip alone; a clip that has few of
/// them, and chains in which frames depend on others, are looked at whole.
/// Errors   Cancelled; what opening, decoding and the device say. A clip without pictures leaves filters unsettled: they
///          then do nothing, and the main pass says what is wrong with it.
/// Owner    borrows everything for the call.
/// Thread   the job's own.
#pragma once

#include <stop_token>
#include <vector>

#include "engine/device/device.h"
#include "engine/pipeline/pipeline.h"
#include "engine/pipeline/plan.h"
#include "engine/pipeline/progress.h"

namespace fotograma::pipeline {

/// Which filters will need a first pass, for people; empty where none does.
[[nodiscard]] std::vector<api::FateNote> firstPassNotes(const Plan& plan);

struct FirstPass {
    const RunRequest& request;
    device::Queue& queue;
    Progress& progress;
    std::stop_token stop;
    std::vector<api::FateNote> notes;  ///< What was found: "autocrop: width 1920, height 800, x 0, y 140".
    bool isDeviceFailure = false;      ///< Of the last error.

    /// Settles every filter of the plan that must know the clip.
    base::Status settle(Plan& plan);

private:
    struct Place;
    struct Look;
    base::Status settleRound(Plan& plan, std::vector<Place>& places);
    base::Status look(const Plan& plan, std::vector<Place>& places);
    base::Result<std::int64_t> run(const Plan& plan, std::vector<Look>& looks);
    [[nodiscard]] std::string questionOf(const Plan& plan, const Place& place) const;
    void conclude(const Place& place, const filter::Values& before);
};

}  // namespace fotograma::pipeline
