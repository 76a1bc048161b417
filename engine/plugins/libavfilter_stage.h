/// A graph of FFmpeg's filters as a Stage, for the filters that are made of one.
///
/// Errors   as media::VideoGraph::create: the graph is checked and settled here, before a frame comes.
/// Thread   any; the stages one at a time each.
#pragma once

#include <memory>
#include <string>

#include "engine/filter/definition.h"
#include "engine/media/video_graph.h"

namespace fotograma::plugins {

/// `keep` is held as long as stages may be made or run: a file that the graph names.
base::Result<filter::PreparedFilter> preparedGraph(const std::string& graph, media::GraphAuthor author,
                                                   const frame::PictureSpec& input,
                                                   std::shared_ptr<const void> keep = nullptr);

}  // namespace fotograma::plugins
