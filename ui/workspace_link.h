/// Whether the window's engine is there, as the pages need to know it.
///
/// Thread   Qt thread.
#pragma once

#include "engine/base/clock.h"
#include "engine/base/result.h"

namespace fotograma::ui {

struct WorkspaceLink {
    enum class State {
        Good,
        Lost,    ///< It is asked again by itself.
        Refused  ///< It does not take the token any more: nobody asks again.
    };
    State state = State::Good;
    base::Error trouble;           ///< Unless it is good.
    base::UnixMillis since = 0;    ///< The same.
    base::UnixMillis nextTry = 0;  ///< While it is lost.
};

}  // namespace fotograma::ui
