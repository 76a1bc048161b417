#include "engine/server/input_fetch.h"

#include <algorithm>
#include <mutex>

#include "engine/base/text.h"
#include "engine/server/upload_body.h"

namespace fotograma::server {

using base::concat;
using base::ErrorCode;

namespace {

constexpr std::size_t kMostAddresses = 64;  ///< Of one submission.

std::string placeOf(std::size_t index) { return concat("items[", index, "].input"); }

/// The addresses of one submission on their way.
class Fetching {
public:
    Fetching(std::shared_ptr<std::vector<api::SubmitItem>> items, std::move_only_function<void(Fetched)> then)
        : m_items(std::move(items)), m_then(std::move(then)) {}

    void refuse(std::size_t index, base::Error error) {
        const std::lock_guard lock(m_mutex);
        error.detail = placeOf(index);
        m_fetched.refused.emplace(index, std::move(error));
    }
    void expect() {
        const std::lock_guard lock(m_mutex);
        ++m_open;
    }
    void arrived(std::size_t index, const UrlInputs::Got& got) {
        {
            const std::lock_guard lock(m_mutex);
            (*m_items)[index].spec.input = concat("upload:", got.upload.id);
            if (got.isFresh) m_fetched.uploads.emplace(index, got.upload.id);
        }
        leave();
    }
    void failed(std::size_t index, base::Error error) {
        refuse(index, std::move(error));
        leave();
    }
    /// One that was expected, or whoever began, is through.
    void leave() {
        {
            const std::lock_guard lock(m_mutex);
            if (--m_open > 0) return;
        }
        m_then(std::move(m_fetched));
    }

private:
    const std::shared_ptr<std::vector<api::SubmitItem>> m_items;
    std::move_only_function<void(Fetched)> m_then;
    std::mutex m_mutex;      ///< Protects the rest, and the items' inputs.
    std::size_t m_open = 1;  ///< Whoever begins.
    Fetched m_fetched;
};

}  // namespace

void fetchInputs(Context& context, const Principal& principal, std::shared_ptr<std::vector<api::SubmitItem>> items,
                 const std::string& key, std::move_only_function<void(Fetched)> then) {
    std::vector<std::pair<std::size_t, std::string>> addresses;
    for (std::size_t i = 0; context.urls && i < items->size(); ++i)
        if (UrlInputs::isMeant((*items)[i].spec.input)) addresses.emplace_back(i, (*items)[i].spec.input);
    const auto work = std::make_shared<Fetching>(std::move(items), std::move(then));
    for (std::size_t i = kMostAddresses; i < addresses.size(); ++i)
        work->refuse(
            addresses[i].first,
            {ErrorCode::ResourceExhausted, concat("A submission has ", kMostAddresses, " addresses at most."), {}});
    addresses.resize(std::min(addresses.size(), kMostAddresses));
    for (const auto& [index, url] : addresses) {
        work->expect();
        context.urls->fetch(principal.id, url, key, [&context, work, index](base::Result<UrlInputs::Got> got) {
            if (!got) return work->failed(index, std::move(got).error());
            if (!got->isFresh) return work->arrived(index, *got);
            keepIfMedia(context, got->upload, [work, index, got = *got](base::Status kept) {
                if (kept)
                    work->arrived(index, got);
                else
                    work->failed(index, std::move(kept).error());
            });
        });
    }
    work->leave();
}

void giveUpRefused(Context& context, const Fetched& fetched, const std::vector<api::SubmitOutcome>& outcomes) {
    for (const auto& [index, id] : fetched.uploads)
        if (index < outcomes.size() && outcomes[index].submission == api::Submission::Refused)
            (void)context.uploads->remove({}, id);
}

void giveUp(Context& context, const Fetched& fetched) {
    for (const auto& [index, id] : fetched.uploads) (void)context.uploads->remove({}, id);
}

}  // namespace fotograma::server
