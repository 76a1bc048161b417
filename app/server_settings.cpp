// The settings of `fotograma serve`.
#include <array>

#include "app/setting_row.h"
#include "engine/base/platform.h"

namespace fotograma::app {

namespace fs = std::filesystem;
using base::concat;

namespace {

constexpr int kMostConnections = 100'000;
constexpr int kMostRequests = 1'000'000;
constexpr int kMostMegabytes = 1 << 30;
constexpr int kMostHours = 24 * 365;

Problem readFile(std::string_view text, fs::path& target) {
    target = text.empty() ? fs::path() : fs::absolute(base::pathFromUtf8(text));
    return std::nullopt;
}

Problem readFlag(std::string_view text, bool& target) {
    if (text != "true" && text != "false") return "must be true or false";
    target = text == "true";
    return std::nullopt;
}

// A count of `member`, from 0 on.
template <int ServerSettings::*kMember, int kMaximum>
Problem readNumber(std::string_view text, Settings& settings) {
    return readCount(text, kMaximum, settings.server.*kMember);
}
template <int ServerSettings::*kMember>
std::string showNumber(const Settings& settings) {
    return concat(settings.server.*kMember);
}
template <std::string ServerSettings::*kMember>
Problem readName(std::string_view text, Settings& settings) {
    return readText(text, settings.server.*kMember);
}
template <std::string ServerSettings::*kMember>
std::string showName(const Settings& settings) {
    return settings.server.*kMember;
}
template <fs::path ServerSettings::*kMember>
Problem readPath(std::string_view text, Settings& settings) {
    return readFile(text, settings.server.*kMember);
}
template <fs::path ServerSettings::*kMember>
std::string showPath(const Settings& settings) {
    return base::toUtf8(settings.server.*kMember);
}

const std::array kRows{
    SettingRow{"listen", "FOTOGRAMA_LISTEN", "Where the server listens, as ADDRESS:PORT; port 0 is any that is free.",
               readName<&ServerSettings::listen>, showName<&ServerSettings::listen>},
    SettingRow{"tls_cert", "FOTOGRAMA_TLS_CERT", "The server's certificate, PEM with its chain.",
               readPath<&ServerSettings::tlsCertificate>, showPath<&ServerSettings::tlsCertificate>},
    SettingRow{"tls_key", "FOTOGRAMA_TLS_KEY", "Its key, PEM.", readPath<&ServerSettings::tlsKey>,
               showPath<&ServerSettings::tlsKey>},
    SettingRow{"jwt_keys", "FOTOGRAMA_JWT_KEYS",
               "ALG:FILE, with commas between them; HS256 a secret, RS256 and ES256 a public key in PEM.",
               readName<&ServerSettings::jwtKeys>, showName<&ServerSettings::jwtKeys>},
    SettingRow{"jwt_audience", "FOTOGRAMA_JWT_AUDIENCE", "What the audience of a JWT must be.",
               readName<&ServerSettings::jwtAudience>, showName<&ServerSettings::jwtAudience>},
    SettingRow{"max_connections", "FOTOGRAMA_MAX_CONNECTIONS", "Connections of the server at once.",
               readNumber<&ServerSettings::connections, kMostConnections>, showNumber<&ServerSettings::connections>},
    SettingRow{"rate", "FOTOGRAMA_RATE", "Requests a second of one token; 0 is no limit.",
               readNumber<&ServerSettings::rate, kMostRequests>, showNumber<&ServerSettings::rate>},
    SettingRow{"address_rate", "FOTOGRAMA_ADDRESS_RATE", "Requests a second of one address; 0 is no limit.",
               readNumber<&ServerSettings::addressRate, kMostRequests>, showNumber<&ServerSettings::addressRate>},
    SettingRow{"uploads", "FOTOGRAMA_UPLOADS", "The folder of uploads; empty is one beside the store.",
               readPath<&ServerSettings::uploadFolder>, showPath<&ServerSettings::uploadFolder>},
    SettingRow{"upload_mb", "FOTOGRAMA_UPLOAD_MB", "Megabytes of one upload at most; 0 takes none.",
               readNumber<&ServerSettings::uploadMb, kMostMegabytes>, showNumber<&ServerSettings::uploadMb>},
    SettingRow{"upload_token_mb", "FOTOGRAMA_UPLOAD_TOKEN_MB", "Megabytes of all uploads of a token.",
               readNumber<&ServerSettings::uploadTokenMb, kMostMegabytes>, showNumber<&ServerSettings::uploadTokenMb>},
    SettingRow{"upload_total_mb", "FOTOGRAMA_UPLOAD_TOTAL_MB", "Megabytes of all uploads.",
               readNumber<&ServerSettings::uploadTotalMb, kMostMegabytes>, showNumber<&ServerSettings::uploadTotalMb>},
    SettingRow{"upload_hours", "FOTOGRAMA_UPLOAD_HOURS", "Hours that an unfinished upload is kept after its last byte.",
               readNumber<&ServerSettings::uploadHours, kMostHours>, showNumber<&ServerSettings::uploadHours>},
    SettingRow{
        "url_hosts", "FOTOGRAMA_URL_HOSTS",
        "Hosts whose files may be inputs, with commas: media.example.com, *.example.com, http://host:port; empty "
        "is none.",
        readName<&ServerSettings::urlHosts>, showName<&ServerSettings::urlHosts>},
    SettingRow{"cors_origins", "FOTOGRAMA_CORS_ORIGINS",
               "Origins whose pages may ask this server from a browser, with commas; empty is none.",
               readName<&ServerSettings::corsOrigins>, showName<&ServerSettings::corsOrigins>},
    SettingRow{"webhook", "FOTOGRAMA_WEBHOOK", "An address that is told of every job that ends; empty is none.",
               readName<&ServerSettings::webhook>, showName<&ServerSettings::webhook>},
    SettingRow{
        "webhook_hosts", "FOTOGRAMA_WEBHOOK_HOSTS",
        "Hosts that may be told, with commas: hooks.example.com, *.example.com, http://host:port; empty is none.",
        readName<&ServerSettings::webhookHosts>, showName<&ServerSettings::webhookHosts>},
    SettingRow{"webhook_secret", "FOTOGRAMA_WEBHOOK_SECRET",
               "What signs webhooks: whsec_<base64>, or 24 bytes or more.", readName<&ServerSettings::webhookSecret>,
               [](const Settings& s) { return std::string(s.server.webhookSecret.empty() ? "" : "(set)"); }, true},
    SettingRow{"webhook_private", "FOTOGRAMA_WEBHOOK_PRIVATE",
               "Whether hosts of this machine and its networks may be told: true or false.",
               [](std::string_view text, Settings& s) { return readFlag(text, s.server.webhookPrivate); },
               [](const Settings& s) { return concat(s.server.webhookPrivate); }},
};

}  // namespace

std::span<const SettingRow> serverRows() { return kRows; }

}  // namespace fotograma::app
