/// FFmpeg's video filters as a stage: frames in, frames out, on the host.
///
/// The filters are in a module of ours (engine/media/filter_module.h). Which of them recipes may use, and what is refused,
/// stands in engine/media/graph_rules.cpp: nothing that writes files, opens anything but {file}, or is no filter.
/// Shape    what comes out has the layout, depth and colours of what goes in; size, sample aspect and rate may change.
/// Errors   create: Unsupported (the module is not there), InvalidArgument (the graph is wrong or not allowed, with the
///          reason). push, flush: ResourceExhausted, Internal.
/// Owner    frames that come out are the graph's buffers, kept alive by themselves.
/// Thread   one at a time a graph.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/frame/frame.h"

namespace fotograma::media {

/// Text as it must stand in a graph to be the value of an option, whatever is in it.
[[nodiscard]] std::string graphQuoted(std::string_view value);

class VideoGraph {
public:
    /// `timeBase` is of the frames to come. `file` is the path of what options that open a file may call {file}: one that
    /// we made, of content that was read and checked, its ending that of its kind. Empty: there is none.
    static base::Result<std::unique_ptr<VideoGraph>> create(const std::string& text, const frame::PictureSpec& input,
                                                            base::Rational timeBase, const std::string& file = {});
    virtual ~VideoGraph() = default;

    [[nodiscard]] virtual frame::PictureSpec output() const = 0;
    virtual base::Status push(const frame::Frame& frame, std::vector<frame::Frame>& out) = 0;
    virtual base::Status flush(std::vector<frame::Frame>& out) = 0;
};

}  // namespace fotograma::media
