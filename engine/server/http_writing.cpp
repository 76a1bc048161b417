#include "engine/server/http_writing.h"

#include <chrono>

#include <boost/beast/http/status.hpp>

#include "engine/base/clock.h"
#include "engine/base/text.h"

namespace fotograma::server {

namespace http = boost::beast::http;
using base::concat;

namespace {

constexpr std::int64_t kMillisASecond = 1000;
constexpr int kChecksumMismatch = 460;  // tus 1.0, checksum

std::string_view reasonOf(int status) {
    if (status == kChecksumMismatch) return "Checksum Mismatch";
    const auto text = http::obsolete_reason(static_cast<http::status>(status));
    return {text.data(), text.size()};
}

bool mayHaveLength(const Response& response) {
    constexpr int kNoContent = 204;
    constexpr int kNotModified = 304;
    return !std::holds_alternative<std::shared_ptr<EventStream>>(response.body) && response.status != kNotModified &&
           response.status != kNoContent;
}

}  // namespace

std::uint64_t lengthOf(const Body& body) {
    if (const auto* text = std::get_if<std::string>(&body)) return text->size();
    if (const auto* file = std::get_if<FileBody>(&body)) return file->length;
    return 0;
}

std::string httpDate(std::int64_t unixSeconds) {
    constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    using namespace std::chrono;
    const sys_seconds when{seconds(unixSeconds)};
    const sys_days day = floor<days>(when);
    const year_month_day date(day);
    const hh_mm_ss time(when - day);
    const auto two = [](auto number) { return concat(number < 10 ? "0" : "", number); };
    return concat(kDays[weekday(day).c_encoding()], ", ", two(static_cast<unsigned>(date.day())), " ",
                  kMonths[static_cast<unsigned>(date.month()) - 1], " ", static_cast<int>(date.year()), " ",
                  two(time.hours().count()), ":", two(time.minutes().count()), ":", two(time.seconds().count()),
                  " GMT");
}

std::string headOf(const Request& request, const Response& response, bool keeps) {
    std::string head =
        concat("HTTP/1.1 ", response.status, ' ', reasonOf(response.status),
               "\r\nServer: fotograma\r\nDate: ", httpDate(base::systemClock().unixNow() / kMillisASecond),
               "\r\nX-Request-Id: ", request.id,
               "\r\nX-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n"
               "Cross-Origin-Resource-Policy: same-origin\r\n");
    bool hasPolicy = false;
    bool hasCacheRule = false;
    for (const auto& [name, value] : response.headers) {
        head.append(concat(name, ": ", value, "\r\n"));
        hasPolicy = hasPolicy || name == "Content-Security-Policy";
        hasCacheRule = hasCacheRule || name == "Cache-Control";
    }
    if (!hasPolicy) head.append("Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n");
    if (!hasCacheRule) head.append("Cache-Control: no-store\r\n");
    if (mayHaveLength(response)) head.append(concat("Content-Length: ", lengthOf(response.body), "\r\n"));
    return head.append(keeps ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n");
}

}  // namespace fotograma::server
