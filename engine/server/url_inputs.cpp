#include "engine/server/url_inputs.h"

#include <charconv>
#include <deque>
#include <map>
#include <mutex>

#include "engine/base/text.h"
#include "engine/net/http_client.h"
#include "engine/server/host_list.h"
#include "engine/server/public_address.h"

namespace fotograma::server {

using base::concat;
using base::ErrorCode;

namespace {

constexpr std::size_t kLongestUrl = 4096;
constexpr int kMostRedirects = 5;
constexpr std::size_t kMostKnown = 1024;
constexpr int kOk = 200;
constexpr int kNotFound = 404;
constexpr std::size_t kMostErrorBytes = std::size_t{64} * 1024;

bool isRedirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/// Where a Location leads, seen from `from`.
std::string follow(const net::Url& from, std::string_view location) {
    const std::size_t scheme = location.find("://");
    if (scheme != std::string_view::npos && location.find('/') > scheme) return std::string(location);
    if (location.starts_with("//")) return concat(from.isTls ? "https:" : "http:", location);
    if (location.starts_with('/')) return concat(from.origin(), location);
    const std::string_view path = std::string_view(from.target).substr(0, from.target.find('?'));
    return concat(from.origin(), path.substr(0, path.rfind('/') + 1), location);
}

/// "%20" in names of files becomes a blank; what is no such code stays.
std::string decoded(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned value = 0;
        const char* digits = text.data() + i + 1;
        const bool isCode =
            text[i] == '%' && i + 2 < text.size() && std::from_chars(digits, digits + 2, value, 16).ptr == digits + 2;
        plain.push_back(isCode ? static_cast<char>(value) : text[i]);
        if (isCode) i += 2;
    }
    return plain;
}

/// The last part of the path, when it fits as the name of a file.
std::string nameOf(const net::Url& url) {
    const std::string_view path = std::string_view(url.target).substr(0, url.target.find('?'));
    return fileNameOf(decoded(path.substr(path.rfind('/') + 1))).value_or("fetched");
}

}  // namespace

struct UrlInputs::State {
    /// What was fetched under keys, the oldest forgotten first.
    class Known {
    public:
        void remember(const std::string& what, const std::string& upload) {
            const std::lock_guard lock(m_mutex);
            if (!m_uploads.insert_or_assign(what, upload).second) return;
            m_order.push_back(what);
            if (m_order.size() <= kMostKnown) return;
            m_uploads.erase(m_order.front());
            m_order.pop_front();
        }
        std::string find(const std::string& what) {
            const std::lock_guard lock(m_mutex);
            const auto known = m_uploads.find(what);
            return known == m_uploads.end() ? std::string() : known->second;
        }

    private:
        std::mutex m_mutex;  ///< Protects both.
        std::map<std::string, std::string> m_uploads;
        std::deque<std::string> m_order;
    };

    UrlRules rules;
    Known fetched;
    std::shared_ptr<Uploads> uploads;
    std::unique_ptr<net::HttpClient> open;   ///< To public addresses alone.
    std::unique_ptr<net::HttpClient> known;  ///< To the places that are written out.

    [[nodiscard]] base::Result<HostMatch> match(const net::Url& url) const {
        const HostMatch match = matchHost(url, rules.hosts);
        if (match != HostMatch::None) return match;
        return base::fail(ErrorCode::PermissionDenied,
                          concat("This server fetches nothing from ", url.origin(), " (setting url_hosts)."));
    }
};

/// One file on its way, over as many redirects as are allowed.
class UrlInputs::Fetch : public std::enable_shared_from_this<Fetch> {
public:
    /// `what`: under what it is remembered; empty: it is not.
    Fetch(std::shared_ptr<State> state, std::string owner, std::string what, Reply reply)
        : m_state(std::move(state)), m_owner(std::move(owner)), m_what(std::move(what)), m_reply(std::move(reply)) {}

    void ask(const std::string& address) {
        const auto url = net::Url::parse(address);
        if (!url) return end(std::unexpected(url.error()));
        const auto match = m_state->match(*url);
        if (!match) return end(std::unexpected(match.error()));
        m_url = *url;
        net::HttpRequest request;
        request.url = address;
        request.seconds = m_state->rules.seconds;
        request.quietSeconds = m_state->rules.quietSeconds;
        request.mostBytes = kMostErrorBytes;
        request.headers.emplace_back("Accept", "*/*");
        request.onHead = [self = shared_from_this()](const net::HttpResponse& head) { return self->begin(head); };
        request.onPiece = [self = shared_from_this()](std::string_view piece) {
            return self->m_writer ? self->m_writer->append(piece) : base::Status();
        };
        auto& client = *match == HostMatch::Place ? m_state->known : m_state->open;
        client->send(std::move(request), [self = shared_from_this()](base::Result<net::HttpResponse> response) {
            self->ended(std::move(response));
        });
    }

private:
    base::Status begin(const net::HttpResponse& head) {
        if (head.status != kOk) return head.isSuccess() ? std::unexpected(noFile(head.status)) : base::Status();
        std::int64_t length = 0;
        const std::string* text = head.header("content-length");
        const bool isNumber = text && std::from_chars(text->data(), text->data() + text->size(), length).ptr ==
                                          text->data() + text->size();
        if (!isNumber || length <= 0)
            return base::fail(ErrorCode::InvalidData, concat(m_url.origin(), " does not say how long the file is."));
        FOTOGRAMA_ASSIGN_OR_RETURN(const Upload made, m_state->uploads->create(m_owner, nameOf(m_url), length));
        m_id = made.id;
        FOTOGRAMA_ASSIGN_OR_RETURN(m_writer, m_state->uploads->write(m_owner, m_id, 0));
        return {};
    }

    void ended(base::Result<net::HttpResponse> response) {
        if (!response) return end(std::unexpected(response.error()));
        if (isRedirect(response->status)) {
            const std::string* location = response->header("location");
            if (!location || ++m_redirects > kMostRedirects)
                return end(base::fail(ErrorCode::InvalidData, concat(m_url.origin(), " sends from place to place.")));
            return ask(follow(m_url, *location));
        }
        if (!m_writer) return end(std::unexpected(noFile(response->status)));
        if (auto whole = m_writer->finish(); !whole) return end(std::unexpected(whole.error()));
        Upload upload = m_writer->upload();
        if (!upload.isWhole)
            return end(base::fail(ErrorCode::InvalidData, concat(m_url.origin(), " sent less than it announced.")));
        end(std::move(upload));
    }

    [[nodiscard]] base::Error noFile(int status) const {
        return {status == kNotFound ? ErrorCode::NotFound : ErrorCode::InvalidData,
                concat(m_url.origin(), " answers ", status, " instead of a file."),
                {}};
    }

    void end(base::Result<Upload> result) {
        m_writer.reset();
        // Of what broke off nothing stays, and nothing counts against the quota.
        if (!result && !m_id.empty()) (void)m_state->uploads->remove(m_owner, m_id);
        if (result && !m_what.empty()) m_state->fetched.remember(m_what, m_id);
        auto reply = std::exchange(m_reply, {});
        if (!reply) return;
        if (result)
            reply(Got{.upload = std::move(*result)});
        else
            reply(std::unexpected(std::move(result).error()));
    }

    std::shared_ptr<State> m_state;
    const std::string m_owner;
    const std::string m_what;
    Reply m_reply;
    net::Url m_url;
    int m_redirects = 0;
    std::string m_id;
    std::shared_ptr<Uploads::Writer> m_writer;
};

base::Result<std::unique_ptr<UrlInputs>> UrlInputs::create(UrlRules rules, std::shared_ptr<Uploads> uploads) {
    FOTOGRAMA_RETURN_IF_ERROR(check(rules.hosts));
    auto state = std::make_shared<State>();
    state->rules = std::move(rules);
    state->uploads = std::move(uploads);
    constexpr int kAtOnce = 4;
    net::ClientOptions options{.connectionsAPlace = kAtOnce};
    FOTOGRAMA_ASSIGN_OR_RETURN(state->known, net::HttpClient::create(options));
    options.mayConnect = isPublicAddress;
    FOTOGRAMA_ASSIGN_OR_RETURN(state->open, net::HttpClient::create(std::move(options)));
    return std::unique_ptr<UrlInputs>(new UrlInputs(std::move(state)));
}

base::Status UrlInputs::check(const std::vector<std::string>& hosts) {
    for (const std::string& host : hosts)
        if (!isHostEntry(host))
            return base::fail(
                ErrorCode::InvalidArgument,
                concat("url_hosts holds hosts like media.example.com, *.example.com or http://host:port, not \"", host,
                       "\"."));
    return {};
}

UrlInputs::UrlInputs(std::shared_ptr<State> state) : m_state(std::move(state)) {}

UrlInputs::~UrlInputs() { stop(); }

void UrlInputs::stop() {
    m_state->open->stop();
    m_state->known->stop();
}

bool UrlInputs::isMeant(std::string_view text) {
    const std::string start = base::toLower(text.substr(0, std::string_view("https://").size()));
    return start.starts_with("http://") || start == "https://";
}

base::Status UrlInputs::allows(std::string_view url) const {
    if (url.size() > kLongestUrl) return base::fail(ErrorCode::InvalidArgument, "The address is too long.");
    FOTOGRAMA_ASSIGN_OR_RETURN(const net::Url parsed, net::Url::parse(url));
    FOTOGRAMA_RETURN_IF_ERROR(m_state->match(parsed));
    return {};
}

void UrlInputs::fetch(const std::string& owner, const std::string& url, const std::string& key, Reply reply) {
    if (auto allowed = allows(url); !allowed) return reply(std::unexpected(allowed.error()));
    // Keys and owners hold no line breaks: they are headers and ids.
    const std::string what = key.empty() ? std::string() : concat(owner, '\n', key, '\n', url);
    if (const std::string id = m_state->fetched.find(what); !id.empty())
        if (auto known = m_state->uploads->find(owner, id); known && known->isWhole)
            return reply(Got{.upload = std::move(*known), .isFresh = false});
    std::make_shared<Fetch>(m_state, owner, what, std::move(reply))->ask(url);
}

}  // namespace fotograma::server
