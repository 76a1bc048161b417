/// A filter graph's text taken apart with libavfilter's own words, judged, and put together again by what was judged; for
/// the libavfilter module alone.
///
/// libavfilter's parser starts filters while it reads, and starting some of them opens files. Here the text becomes names
/// and options first, by the functions that libavfilter itself uses; only what is on the list of filters (graph_rules.cpp)
/// and takes no file but the one that is given goes on, and the graph is made of exactly those names and options: there is no second reading.
/// Errors   a sentence for people.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

struct AVFilter;

namespace fotograma::media::graph {

struct Node {
    const AVFilter* filter = nullptr;
    std::vector<std::pair<std::string, std::string>> options;
    std::vector<std::string> inputs;   ///< Labels in front of it.
    std::vector<std::string> outputs;  ///< Labels behind it.
    bool followsLast = false;          ///< Behind a comma: takes what the one before it leaves open.
};

/// How a graph calls the one file that it is given.
inline constexpr std::string_view kGivenFile = "{file}";

struct Parsed {
    std::vector<Node> nodes;
    std::string error;  ///< Empty when it may be built.
};
[[nodiscard]] Parsed parse(const char* text, const char* file);  ///< `file` may be null.

/// Why this filter or this option of it is refused; empty when it is not.
[[nodiscard]] std::string refusal(const AVFilter& filter, const char* file);
[[nodiscard]] std::string refusal(const AVFilter& filter, const std::string& option, std::string_view value,
                                  const char* file);
/// Whether the option opens a file, which may be the given one.
[[nodiscard]] bool opensGivenFile(const AVFilter& filter, const std::string& option);

}  // namespace fotograma::media::graph
