#include "ui/server/server_tables.h"

#include <QDateTime>
#include <QLocale>

#include "engine/base/clock.h"
#include "ui/icons.h"
#include "ui/words.h"

namespace fotograma::ui {

namespace {

constexpr std::size_t kMostRequests = 500;
constexpr int kFirstRefusal = 400;
constexpr int kFirstServerError = 500;

int countOf(std::size_t size, const QModelIndex& parent) { return parent.isValid() ? 0 : static_cast<int>(size); }

const QVariant& toTheRight() {
    static const QVariant alignment(Qt::AlignRight | Qt::AlignVCenter);
    return alignment;
}

QString dayText(base::UnixMillis at) {
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(at).date(), QLocale::ShortFormat);
}

QVariant titleOf(Qt::Orientation orientation, int role, const QString& title, bool isNumber = false) {
    if (isNumber && role == Qt::TextAlignmentRole) return toTheRight();
    return orientation == Qt::Horizontal && role == Qt::DisplayRole ? QVariant(title) : QVariant();
}

}  // namespace

QString scopeText(const std::string& scope) {
    if (scope == "jobs:read") return TokenModel::tr("Look");
    if (scope == "jobs:write") return TokenModel::tr("Submit and control");
    if (scope == "admin") return TokenModel::tr("Everything");
    return toQt(scope);
}

// ---- Tokens ----------------------------------------------------------------------------------------------------

void TokenModel::set(std::vector<AccessToken> tokens) {
    beginResetModel();
    m_tokens = std::move(tokens);
    endResetModel();
}

int TokenModel::rowCount(const QModelIndex& parent) const { return countOf(m_tokens.size(), parent); }
int TokenModel::columnCount(const QModelIndex&) const { return ColumnCount; }

QVariant TokenModel::data(const QModelIndex& index, int role) const {
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
    const AccessToken& token = at(index.row());
    const bool isHint = role == Qt::ToolTipRole;
    const auto moment = [isHint](base::UnixMillis when) { return isHint ? momentText(when) : dayText(when); };
    switch (index.column()) {
        case Name: return toQt(token.name);
        case Scopes: {
            QStringList scopes;
            for (const std::string& scope : token.scopes) scopes << scopeText(scope);
            return scopes.join(QStringLiteral(", "));
        }
        case Made: return moment(token.createdAt);
        case Ends:
            if (token.expiresAt == 0) return tr("Never");
            return token.expiresAt <= base::systemClock().unixNow() ? tr("Has ended") : moment(token.expiresAt);
        case Id: return toQt(token.id);
        default: return {};
    }
}

QVariant TokenModel::headerData(int section, Qt::Orientation orientation, int role) const {
    const QString titles[] = {tr("Name"), tr("May"), tr("Made"), tr("Ends"), tr("Id")};
    return titleOf(orientation, role, titles[section]);
}

// ---- Clients ---------------------------------------------------------------------------------------------------

void ClientModel::set(std::vector<ServedClient> clients) {
    if (clients == m_clients) return;
    const bool isSameCount = clients.size() == m_clients.size();
    if (!isSameCount) beginResetModel();
    m_clients = std::move(clients);
    if (!isSameCount)
        endResetModel();
    else if (!m_clients.empty())
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int ClientModel::rowCount(const QModelIndex& parent) const { return countOf(m_clients.size(), parent); }
int ClientModel::columnCount(const QModelIndex&) const { return ColumnCount; }

QVariant ClientModel::data(const QModelIndex& index, int role) const {
    if (role == Qt::TextAlignmentRole && index.column() >= Requests) return toTheRight();
    if (role != Qt::DisplayRole) return {};
    const ServedClient& client = m_clients[static_cast<std::size_t>(index.row())];
    switch (index.column()) {
        case Name: return client.name.empty() ? tr("Without a token") : toQt(client.name);
        case Address: return toQt(client.address);
        case Since: return timeText(client.since);
        case Requests: return countText(client.requests);
        case Streams: return countText(client.streams);
        default: return {};
    }
}

QVariant ClientModel::headerData(int section, Qt::Orientation orientation, int role) const {
    const QString titles[] = {tr("Token"), tr("Address"), tr("Since"), tr("Requests"), tr("Streams")};
    return titleOf(orientation, role, titles[section], section >= Requests);
}

// ---- Requests --------------------------------------------------------------------------------------------------

void RequestModel::add(const std::vector<ServedRequest>& requests) {
    if (requests.empty()) return;
    const int first = rowCount();
    beginInsertRows({}, first, first + static_cast<int>(requests.size()) - 1);
    m_requests.insert(m_requests.end(), requests.begin(), requests.end());
    endInsertRows();
    if (m_requests.size() <= kMostRequests) return;
    const auto surplus = static_cast<int>(m_requests.size() - kMostRequests);
    beginRemoveRows({}, 0, surplus - 1);
    m_requests.erase(m_requests.begin(), m_requests.begin() + surplus);
    endRemoveRows();
}

int RequestModel::rowCount(const QModelIndex& parent) const { return countOf(m_requests.size(), parent); }
int RequestModel::columnCount(const QModelIndex&) const { return ColumnCount; }

QVariant RequestModel::data(const QModelIndex& index, int role) const {
    const ServedRequest& request = m_requests[static_cast<std::size_t>(index.row())];
    if (role == Qt::TextAlignmentRole && (index.column() == Status || index.column() == Took)) return toTheRight();
    if (role == Qt::DecorationRole && index.column() == Status) {
        if (request.status >= kFirstServerError) return icon(Glyph::Warning, &Theme::failed);
        if (request.status >= kFirstRefusal) return icon(Glyph::Ban, &Theme::failed);
        return icon(Glyph::Check, &Theme::done);
    }
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole) return text(request, index.column());
    return {};
}

QVariant RequestModel::text(const ServedRequest& request, int column) const {
    switch (column) {
        case At: return timeText(request.at);
        case Name: return request.name.empty() ? toQt(request.address) : toQt(request.name);
        case Request: return QStringLiteral("%1 %2").arg(toQt(request.method), toQt(request.path));
        case Status: return QString::number(request.status);
        case Took: return tr("%1 ms").arg(numberText(request.milliseconds, 1));
        case Did: return toQt(request.did);
        default: return {};
    }
}

QVariant RequestModel::headerData(int section, Qt::Orientation orientation, int role) const {
    const QString titles[] = {tr("Time"), tr("Who"), tr("Request"), tr("Answer"), tr("Took"), tr("Did")};
    return titleOf(orientation, role, titles[section], section == Status || section == Took);
}

}  // namespace fotograma::ui
