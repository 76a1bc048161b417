#include "app/otlp_post.h"

#include <algorithm>
#include <future>
#include <memory>

#include "engine/base/text.h"
#include "engine/net/http_client.h"

namespace fotograma::app {

using base::concat;

namespace {

constexpr double kPatienceSeconds = 5.0;

std::string withPath(std::string base) {
    while (base.ends_with('/')) base.pop_back();
    return base.append("/v1/traces");
}

/// "api-key=abc,tenant=1"
std::vector<std::pair<std::string, std::string>> readHeaders(std::string_view text) {
    std::vector<std::pair<std::string, std::string>> headers;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(','), text.size());
        const std::string_view one = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (const std::size_t equals = one.find('='); equals != std::string_view::npos && equals > 0)
            headers.emplace_back(one.substr(0, equals), one.substr(equals + 1));
    }
    return headers;
}

}  // namespace

CollectorPlace collectorPlace(const std::string& endpoint, const LoadedSettings::Environment& environment) {
    const auto variable = [&](const char* name) { return environment(name).value_or(std::string()); };
    CollectorPlace place;
    if (!endpoint.empty())
        place.url = withPath(endpoint);
    else if (base::toLower(variable("OTEL_SDK_DISABLED")) != "true") {
        place.url = variable("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");
        if (const std::string all = variable("OTEL_EXPORTER_OTLP_ENDPOINT"); place.url.empty() && !all.empty())
            place.url = withPath(all);
    }
    place.headers = readHeaders(variable("OTEL_EXPORTER_OTLP_HEADERS"));
    if (std::string name = variable("OTEL_SERVICE_NAME"); !name.empty()) place.serviceName = std::move(name);
    return place;
}

base::Result<telemetry::OtlpExporter::Post> makeOtlpPost(const CollectorPlace& place) {
    FOTOGRAMA_ASSIGN_OR_RETURN(auto created, net::HttpClient::create());
    const std::shared_ptr<net::HttpClient> client = std::move(created);
    return [client, place](const std::string& body) -> base::Status {
        net::HttpRequest request;
        request.method = "POST";
        request.url = place.url;
        request.headers = place.headers;
        request.headers.emplace_back("Content-Type", "application/json");
        request.body = body;
        request.seconds = kPatienceSeconds;
        request.mayRepeat = true;
        auto answered = std::make_shared<std::promise<base::Result<net::HttpResponse>>>();
        client->send(std::move(request), [answered](base::Result<net::HttpResponse> response) {
            answered->set_value(std::move(response));
        });
        const auto response = answered->get_future().get();
        if (!response) return std::unexpected(response.error());
        if (response->isSuccess()) return {};
        return base::fail(base::ErrorCode::Unavailable,
                          concat("The collector at ", place.url, " answered ", response->status, "."));
    };
}

}  // namespace fotograma::app
