#include <algorithm>

#include "engine/server/route.h"

namespace fotograma::server {
namespace {

std::string_view takeSegment(std::string_view& rest) {
    const std::size_t end = std::min(rest.find('/'), rest.size());
    const std::string_view segment = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return segment;
}

/// Whether a path is one of the template, and the values of its parameters.
bool matches(std::string_view path, std::string_view pattern, Pairs& parameters) {
    parameters.clear();
    if (std::ranges::count(path, '/') != std::ranges::count(pattern, '/')) return false;
    while (!pattern.empty() || !path.empty()) {
        const std::string_view wanted = takeSegment(pattern);
        const std::string_view found = takeSegment(path);
        if (wanted.starts_with('{')) {
            if (found.empty()) return false;
            parameters.emplace_back(wanted.substr(1, wanted.size() - 2), found);
        } else if (wanted != found) {
            return false;
        }
    }
    return true;
}

}  // namespace

RouteMatch findRoute(Method method, std::string_view path) {
    RouteMatch match;
    Pairs parameters;
    std::size_t fewest = path.size() + 1;
    for (const std::span<const Route> table : routeTables()) {
        for (const Route& route : table) {
            if (!matches(path, route.path, parameters) || parameters.size() > fewest) continue;
            // A written-out segment goes before a parameter, whatever the method: /jobs/control is no job.
            if (parameters.size() < fewest) match = {};
            fewest = parameters.size();
            if (route.method == method) {
                match.route = &route;
                match.parameters = parameters;
            } else {
                match.otherwise.push_back(route.method);
            }
        }
    }
    std::ranges::sort(match.otherwise);
    return match;
}

}  // namespace fotograma::server
