#include "engine/api/types.h"

#include <array>

namespace fotograma::api {

namespace {

struct Move {
    JobState from;
    JobState to;
};

constexpr std::array kLegalMoves{
    Move{JobState::Queued, JobState::Running},
    Move{JobState::Queued, JobState::Paused},
    Move{JobState::Queued, JobState::Cancelled},
    Move{JobState::Running, JobState::Done},
    Move{JobState::Running, JobState::Failed},
    Move{JobState::Running, JobState::Cancelled},
    Move{JobState::Running, JobState::Paused},
    Move{JobState::Running, JobState::Queued},  // its engine is gone: queued again, the attempt counted
    Move{JobState::Paused, JobState::Queued},
    Move{JobState::Paused, JobState::Running},
    Move{JobState::Paused, JobState::Cancelled},
    Move{JobState::Failed, JobState::Queued},     // retry
    Move{JobState::Cancelled, JobState::Queued},  // retry
};

}  // namespace

bool isLegalMove(JobState from, JobState to) noexcept {
    for (const Move& move : kLegalMoves)
        if (move.from == from && move.to == to) return true;
    return false;
}

}  // namespace fotograma::api
