#include "engine/service/clip_facts.h"

#include "engine/media/probe.h"

namespace fotograma::service {

base::Result<job::ClipFacts> lookAtClip(const std::filesystem::path& input) {
    FOTOGRAMA_ASSIGN_OR_RETURN(const media::MediaInfo info, media::probe(input, media::ProbeDepth::Header));
    job::ClipFacts facts;
    const media::Track* track = info.video();
    if (!track || !track->video) return facts;
    facts.width = track->video->width;
    facts.height = track->video->height;
    facts.bits = track->video->bits;
    facts.frames = track->frames;
    if (facts.frames == 0)
        facts.frames = static_cast<std::int64_t>(info.durationSeconds * track->video->meanRate.value());
    return facts;
}

}  // namespace fotograma::service
