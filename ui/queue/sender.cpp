#include "ui/queue/sender.h"

#include "engine/base/platform.h"
#include "ui/words.h"

namespace fotograma::ui {

namespace {
constexpr int kShowMs = 300;
}  // namespace

Sender::Sender(Workspace& workspace, QObject* parent) : QObject(parent), m_workspace(workspace) {
    m_timer.setInterval(kShowMs);
    connect(&m_timer, &QTimer::timeout, this, &Sender::showProgress);
}

void Sender::send(api::SubmitRequest request, Done done) {
    m_orders.push_back({.request = std::move(request), .done = std::move(done)});
    if (m_orders.size() == 1) sendNext();
}

void Sender::sendNext() {
    while (!m_orders.empty() && m_orders.front().next >= m_orders.front().request.items.size()) {
        const Order order = std::move(m_orders.front());
        m_orders.pop_front();
        m_timer.stop();
        m_workspace.hush();
        order.done(order.reply);
    }
    if (m_orders.empty()) return;
    const Order& order = m_orders.front();
    m_progress = std::make_shared<Progress>();
    m_timer.start();
    showProgress();
    m_workspace.host().transfers()->send(
        base::pathFromUtf8(order.request.items[order.next].spec.input),
        [progress = m_progress](std::uint64_t done, std::uint64_t whole) {
            progress->done = done;
            progress->whole = whole;
        },
        m_workspace.bridge().deliver<std::string>(this,
                                                  [this](const base::Result<std::string>& input) { sent(input); }));
}

void Sender::sent(const base::Result<std::string>& input) {
    if (!input) return refuse(input.error());
    Order& order = m_orders.front();
    api::SubmitRequest one = order.request;
    one.items = {order.request.items[order.next]};
    one.items.front().spec.input = *input;
    one.batch = order.reply.batch;
    m_workspace.bridge().submit(std::move(one), this,
                                [this](base::Result<api::SubmitReply> reply) { submitted(std::move(reply)); });
}

void Sender::submitted(base::Result<api::SubmitReply> reply) {
    if (!reply) return refuse(reply.error());
    Order& order = m_orders.front();
    order.reply.batch = reply->batch;
    for (api::SubmitOutcome& outcome : reply->outcomes) order.reply.outcomes.push_back(std::move(outcome));
    ++order.next;
    sendNext();
}

void Sender::refuse(const base::Error& error) {
    Order& order = m_orders.front();
    const bool isAway = error.code == base::ErrorCode::Unavailable || error.code == base::ErrorCode::Timeout;
    // The others would only wait for the same.
    const std::size_t count = isAway ? order.request.items.size() - order.next : 1;
    for (std::size_t i = 0; i < count; ++i) {
        api::SubmitOutcome& outcome = order.reply.outcomes.emplace_back();
        outcome.submission = api::Submission::Refused;
        outcome.error = error;
    }
    order.next += count;
    sendNext();
}

void Sender::showProgress() {
    if (m_orders.empty()) return;
    const Order& order = m_orders.front();
    const std::uint64_t whole = m_progress->whole;
    const double share = whole > 0 ? static_cast<double>(m_progress->done) / static_cast<double>(whole) : 0.0;
    m_workspace.say(MessageBar::Tone::Note,
                    tr("Sending %1 of %2 to %3: %4, %5")
                        .arg(order.next + 1)
                        .arg(order.request.items.size())
                        .arg(toQt(m_workspace.host().place()), fileName(order.request.items[order.next].spec.input),
                             percentText(share)));
}

}  // namespace fotograma::ui
