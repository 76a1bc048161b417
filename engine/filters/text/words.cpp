#include "engine/filters/text/words.h"

#include "engine/base/text.h"

namespace fotograma::filters::text {
namespace {

/// Two digits of a number that drawtext computes for each frame.
std::string digits(const std::string& expression) { return base::concat("%{eif:", expression, ":d:2}"); }

std::string timecode(int rate) {
    // n is the number of the frame, from 0.
    return base::concat(digits(base::concat("mod(floor(n/", 3600 * rate, "),24)")),
                        "\\:", digits(base::concat("mod(floor(n/", 60 * rate, "),60)")),
                        "\\:", digits(base::concat("mod(floor(n/", rate, "),60)")),
                        "\\:", digits(base::concat("mod(n,", rate, ")")));
}

}  // namespace

base::Result<std::string> drawtextWords(std::string_view text, int rate) {
    std::string words;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\\' || c == '%') words.push_back('\\');
        if (c != '{') {
            words.push_back(c);
            continue;
        }
        if (i + 1 < text.size() && text[i + 1] == '{') {
            words.push_back('{');
            ++i;
            continue;
        }
        const std::size_t end = text.find('}', i);
        const std::string_view name = end == std::string_view::npos ? "" : text.substr(i + 1, end - i - 1);
        if (name == "timecode") {
            words += timecode(rate);
        } else if (name == "frame") {
            words += "%{n}";
        } else if (name == "pts") {
            words += "%{pts:hms}";
        } else {
            return base::fail(base::ErrorCode::InvalidArgument,
                              base::concat("{", name,
                                           "} is no placeholder of text; there are {timecode}, {frame} and "
                                           "{pts}, and {{ is a brace."));
        }
        i = end;
    }
    return words;
}

}  // namespace fotograma::filters::text
