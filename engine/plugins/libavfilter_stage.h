/// A graph of FFmpeg's filters as a Stage, for the filters that are made of one.
///
/// Errors   as media::VideoGraph::create: the graph is checked and settled here, before a frame comes.
/// Thread   any; the stages one at a time each.
#pragma once

#include <memory>
#include <string>

#include "engine/filter/definition.h"
#include "engine/media/video_graph.h"
#include "engine/plugins/private_file.h"

namespace fotograma::plugins {

/// `file` is what the graph calls {file}; it is held as long as stages may be made or run.
base::Result<filter::PreparedFilter> preparedGraph(const std::string& graph, const frame::PictureSpec& input,
                                                   std::shared_ptr<const PrivateFile> file = nullptr);

}  // namespace fotograma::plugins
