#include "engine/pipeline/notes.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "engine/base/text.h"

namespace fotograma::pipeline {

using api::Fate;
using api::FateNote;
using base::concat;

namespace {

std::string describe(const media::DisplayTransform& transform) {
    const std::string turn =
        transform.clockwise == 0 ? std::string() : concat("turned by ", transform.clockwise, "° clockwise");
    if (!transform.mirrored) return turn;
    return turn.empty() ? std::string("mirrored") : concat("mirrored and ", turn);
}

void noteOrientation(const media::VideoFacts& facts, const recipe::Recipe& recipe, bool isCopy, int output,
                     std::vector<FateNote>& notes) {
    const media::DisplayTransform& transform = facts.transform;
    if (transform.isIdentity() && transform.isExact) return;
    const char* subject = "orientation";
    if (isCopy) {
        notes.push_back({Fate::Kept, output, subject, "pictures are copied and keep their orientation tag"});
    } else if (recipe.input.rotation == recipe::Rotation::Ignore) {
        notes.push_back(
            {Fate::Lost, output, subject, "the recipe ignores the orientation tag: pictures stay as they are coded"});
    } else if (!transform.isIdentity()) {
        notes.push_back(
            {Fate::Changed, output, subject,
             concat("pictures were ", describe(transform), " as the file asks; the tag is no longer needed")});
    }
    if (!isCopy && !transform.isExact)
        notes.push_back({Fate::Lost, output, subject,
                         "the file asks for an angle that is no multiple of 90°; the nearest was taken"});
}

/// The first of both chains that makes whole pictures of fields; null where none does.
const filter::Use* fieldsFilter(const Plan& plan, std::size_t output) {
    // What a graph of FFmpeg's filters does with fields is its author's business.
    constexpr std::array<std::string_view, 3> kFilters{"deinterlace", "ivtc", "libavfilter"};
    const auto in = [&](const std::vector<filter::Use>& chain) -> const filter::Use* {
        const auto found = std::ranges::find_if(chain, [&](const filter::Use& use) {
            return std::ranges::find(kFilters, use.definition->info.id) != kFilters.end();
        });
        return found == chain.end() ? nullptr : &*found;
    };
    const filter::Use* const shared = in(plan.filters);
    return shared != nullptr ? shared : in(plan.outputs[output].filters);
}

void noteFields(const media::VideoFacts& facts, const Plan& plan, std::size_t output, std::vector<FateNote>& notes) {
    if (facts.fieldOrder == frame::FieldOrder::Progressive) return;
    const filter::Use* const filter = fieldsFilter(plan, output);
    notes.push_back({Fate::Changed, static_cast<int>(output), "interlacing",
                     filter == nullptr
                         ? std::string("both fields stay woven into each picture; nothing was deinterlaced")
                         : concat("fields went through ", filter->definition->info.id)});
}

std::string sizeText(const frame::PictureSpec& spec) { return concat(spec.width, "x", spec.height); }

}  // namespace

std::vector<FateNote> ofOutput(std::vector<FateNote> notes, std::size_t output) {
    for (FateNote& note : notes) note.output = static_cast<int>(output);
    return notes;
}

std::vector<FateNote> planNotes(const media::MediaInfo& info, const recipe::Recipe& recipe, const Plan& plan) {
    std::vector<FateNote> notes;
    if (!info.videoChoice.empty()) notes.push_back({Fate::Kept, -1, "picture track", info.videoChoice});
    const media::VideoFacts& facts = *info.video()->video;
    for (std::size_t i = 0; i < plan.outputs.size(); ++i) {
        const int output = static_cast<int>(i);
        noteOrientation(facts, recipe, plan.outputs[i].isCopy, output, notes);
        if (!plan.outputs[i].isCopy) noteFields(facts, plan, i, notes);
        const std::vector<FateNote> tracks = ofOutput(plan.outputs[i].tracks.notes, i);
        notes.insert(notes.end(), tracks.begin(), tracks.end());
    }
    return notes;
}

std::vector<FateNote> pictureNotes(const frame::PictureSpec& source, const frame::PictureSpec& made, int output) {
    std::vector<FateNote> notes;
    const bool wasSquare = source.sampleAspect == base::Rational{1, 1} || !source.sampleAspect.isPositive();
    const bool isSquare = made.sampleAspect == base::Rational{1, 1} || !made.sampleAspect.isPositive();
    if (!wasSquare && isSquare) {
        notes.push_back(
            {Fate::Changed, output, "pixel shape",
             concat("pixels of ", source.sampleAspect.num, ":", source.sampleAspect.den, " were made square")});
    }
    if (source.width != made.width || source.height != made.height)
        notes.push_back({Fate::Changed, output, "picture size", concat(sizeText(source), " became ", sizeText(made))});
    return notes;
}

}  // namespace fotograma::pipeline
