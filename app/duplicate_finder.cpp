#include "app/duplicate_finder.h"

#include <algorithm>
#include <charconv>
#include <numeric>
#include <tuple>
#include <unordered_map>

#include "engine/base/log.h"
#include "engine/base/platform.h"

namespace fotograma::app {

using base::Digest;
using base::Json;

namespace {

std::vector<std::uint64_t> hashesOf(const Json& texts) {
    std::vector<std::uint64_t> hashes;
    for (const Json& item : texts.items()) {
        const std::string& text = item.asString();
        std::uint64_t hash = 0;
        const auto read = std::from_chars(text.data(), text.data() + text.size(), hash, 16);
        if (read.ec == std::errc() && text.size() == 16) hashes.push_back(hash);
    }
    return hashes;
}

/// Of a group's clips the one that is worth keeping most.
bool isBetter(const DuplicateClip& a, const DuplicateClip& b) {
    const auto worth = [](const DuplicateClip& clip) {
        return std::tuple(std::int64_t{clip.width} * clip.height, clip.durationSeconds, clip.sizeBytes);
    };
    return worth(a) > worth(b);
}

}  // namespace

std::string_view toText(DuplicateKind kind) noexcept {
    return kind == DuplicateKind::Original ? "original" : kind == DuplicateKind::Exact ? "exact" : "near";
}

void DuplicateFinder::add(const ReportRow& row) {
    if (!row.done || row.report == nullptr) return;
    const Json& facts = row.report->input;
    Clip& clip = m_clips.emplace_back();
    clip.facts.input = row.input;
    clip.facts.sizeBytes = facts["size"].asInteger();
    clip.facts.durationSeconds = facts["duration"].asNumber();
    const std::int64_t picture = facts["video_track"].asInteger(-1);
    if (picture >= 0 && picture < std::ssize(facts["tracks"].items())) {
        const Json& video = facts["tracks"].items()[static_cast<std::size_t>(picture)]["video"];
        clip.facts.width = static_cast<int>(video["width"].asInteger());
        clip.facts.height = static_cast<int>(video["height"].asInteger());
    }
    clip.hashes = hashesOf(row.report->measures["phash"]["hashes"]);
}

/// Digests of the files that have their size in common with another: no other can be an exact duplicate.
std::vector<std::optional<Digest>> DuplicateFinder::contentsOf(const std::vector<const Clip*>& clips,
                                                               const std::stop_token& stop) {
    std::unordered_map<std::int64_t, int> ofSize;
    for (const Clip* clip : clips) ++ofSize[clip->facts.sizeBytes];
    std::vector<std::optional<Digest>> contents(clips.size());
    for (std::size_t i = 0; i < clips.size() && !stop.stop_requested(); ++i) {
        const DuplicateClip& facts = clips[i]->facts;
        if (facts.sizeBytes == 0 || ofSize[facts.sizeBytes] < 2) continue;
        if (auto digest = base::hashFile(base::pathFromUtf8(facts.input)))
            contents[i] = *digest;
        else
            base::logInfo("duplicates", digest.error().message);
    }
    return contents;
}

base::Result<std::vector<DuplicateGroup>> DuplicateFinder::find(const duplicates::Rules& rules, int threads,
                                                                const std::stop_token& stop) const {
    std::vector<const Clip*> clips;
    for (const Clip& clip : m_clips) clips.push_back(&clip);
    const auto nameOf = [](const Clip* clip) -> const std::string& { return clip->facts.input; };
    std::ranges::stable_sort(clips, {}, nameOf);
    // A file that was named twice is one clip.
    const auto repeated = std::ranges::unique(clips, {}, nameOf);
    clips.erase(repeated.begin(), repeated.end());

    duplicates::Signatures signatures;
    for (const Clip* clip : clips) signatures.add(clip->hashes);
    const std::vector<std::optional<Digest>> contents = contentsOf(clips, stop);
    duplicates::GroupOptions options;
    options.rules = rules;
    options.threads = threads;
    FOTOGRAMA_ASSIGN_OR_RETURN(const duplicates::Groups found, duplicates::group(signatures, contents, options, stop));

    std::vector<DuplicateGroup> groups;
    for (const auto& members : found) {
        DuplicateGroup& group = groups.emplace_back();
        for (const std::uint32_t member : members) {
            DuplicateClip& clip = group.emplace_back(clips[member]->facts);
            const auto isTwin = [&](std::uint32_t other) {
                return other != member && contents[other] && contents[other] == contents[member];
            };
            clip.kind = std::ranges::any_of(members, isTwin) ? DuplicateKind::Exact : DuplicateKind::Near;
        }
        const auto original = std::ranges::min_element(group, isBetter);
        original->kind = DuplicateKind::Original;
        std::rotate(group.begin(), original, original + 1);
    }
    return groups;
}

DuplicateMarks::DuplicateMarks(const std::vector<DuplicateGroup>& groups) {
    std::int64_t number = 0;
    for (const DuplicateGroup& group : groups) {
        ++number;
        for (const DuplicateClip& clip : group) {
            const bool isOriginal = clip.kind == DuplicateKind::Original;
            m_marks.emplace_back(clip.input, DuplicateMark{number, isOriginal ? "" : group.front().input,
                                                           std::string(toText(clip.kind))});
        }
    }
    std::ranges::sort(m_marks, {}, &std::pair<std::string, DuplicateMark>::first);
}

const DuplicateMark* DuplicateMarks::find(std::string_view input) const {
    const auto found =
        std::ranges::lower_bound(m_marks, input, {}, [](const auto& mark) -> const std::string& { return mark.first; });
    return found != m_marks.end() && found->first == input ? &found->second : nullptr;
}

}  // namespace fotograma::app
