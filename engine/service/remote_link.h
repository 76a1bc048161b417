/// Questions to a server of ours: address, token, patience, and what its answers and silences mean.
///
/// Units    seconds.
/// Errors   what the server's problem documents say; Unavailable and Timeout for a server that is not there;
///          PermissionDenied for a token that it does not take; InvalidData for one that is no Fotograma.
/// Owner    its HTTP clients. Replies come exactly once, with Cancelled after stop().
/// Thread   ask, send and after: any; stop: none of the link's two, on which replies come.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "engine/api/service.h"
#include "engine/net/http_client.h"

namespace fotograma::service {

struct RemoteOptions {
    std::string url;               ///< "https://host:8750"; a path is what stands before /api.
    std::string token;             ///< Empty: none is sent.
    std::filesystem::path caFile;  ///< PEM, trusted beside the system's; empty: none.
    double answerSeconds = 60.0;   ///< For an answer.
    /// That questions which may be asked twice are asked again, when the server is away or has too much to do.
    double patienceSeconds = 0.0;
    double firstPauseSeconds = 0.25;  ///< Before coming again; each next one is twice as long, with chance in it,
    double mostPauseSeconds = 15.0;   ///< but no longer than this.
    /// Told when the server goes away, with what is wrong, and when it is there again; on a thread of the link.
    std::function<void(const std::optional<base::Error>& trouble)> onTrouble;
    /// Told how a subscription fares: that events come, or what is wrong and in how many seconds it comes again. On a
    /// thread of the link.
    std::function<void(const std::optional<base::Error>& trouble, double againSeconds)> onFeed;
};

/// Pauses that grow, with chance in them: many clients do not come again at the same moment.
class Pauses {
public:
    explicit Pauses(const RemoteOptions& options) noexcept
        : m_next(options.firstPauseSeconds), m_first(options.firstPauseSeconds), m_most(options.mostPauseSeconds) {}
    double next();
    void startOver() noexcept { m_next = m_first; }

private:
    double m_next;
    double m_first;
    double m_most;
};

/// What is large or slow has a thread and connections of its own, so that it never keeps events and answers waiting.
enum class Lane { Quick, Slow };

/// One question. `path` is what comes after /api/v1.
struct Question {
    std::string method = "GET";
    std::string path;
    base::Json body;  ///< null: none.
    net::Headers headers;
    double seconds = 0.0;  ///< 0: as the options say.
    Lane lane = Lane::Quick;
    bool mayRepeat = false;  ///< Asking twice does no more than asking once.
};

class RemoteLink : public std::enable_shared_from_this<RemoteLink> {
public:
    static base::Result<std::shared_ptr<RemoteLink>> create(RemoteOptions options);

    /// The answer's JSON; null for an answer without a body. The call is of the first try.
    net::HttpCall ask(Question question, api::Reply<base::Json> reply);
    /// A request to that path with address and token, to be filled in and sent.
    [[nodiscard]] net::HttpRequest request(std::string method, std::string_view path) const;
    net::HttpCall send(net::HttpRequest request, net::HttpReply reply, Lane lane) {
        return clientOf(lane).send(std::move(request), std::move(reply));
    }
    void after(double seconds, std::move_only_function<void(base::Status)> task) {
        m_quick->after(seconds, std::move(task));
    }
    void stop() {
        m_slow->stop();
        m_quick->stop();
    }

    [[nodiscard]] const RemoteOptions& options() const noexcept { return m_options; }
    [[nodiscard]] const std::string& name() const noexcept { return m_name; }  ///< "host:8750"
    /// Tells whoever wants to know whether the server is there.
    void noteTrouble(const std::optional<base::Error>& trouble);

    /// What an answer that is no success means.
    [[nodiscard]] base::Error errorOf(const net::HttpResponse& response) const;

private:
    struct Pending;
    using Client = std::unique_ptr<net::HttpClient>;
    RemoteLink(RemoteOptions options, std::string base, std::string name, Client quick, Client slow);
    [[nodiscard]] net::HttpClient& clientOf(Lane lane) noexcept { return lane == Lane::Quick ? *m_quick : *m_slow; }
    net::HttpCall attempt(std::shared_ptr<Pending> pending);
    void answered(const std::shared_ptr<Pending>& pending, base::Result<net::HttpResponse> response);
    /// How long to wait before asking again; nothing when the answer counts.
    [[nodiscard]] std::optional<double> pauseAfter(Pending& pending, const base::Result<net::HttpResponse>& response);

    const RemoteOptions m_options;
    const std::string m_base;  ///< "https://host:8750/api/v1"
    const std::string m_name;
    Client m_quick;
    Client m_slow;
    std::atomic<bool> m_isInTrouble{false};
};

/// Whether an error says that the server is not there, rather than what it thinks.
[[nodiscard]] bool isAway(const base::Error& error) noexcept;

/// A text that nobody else makes, for keys that say "the same as before".
[[nodiscard]] std::string freshKey();

}  // namespace fotograma::service
