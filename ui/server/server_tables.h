/// Tokens, connected clients and requests of the server, as tables.
///
/// Cost     the log is bounded; what is new is appended, what is too old is removed.
/// Thread   Qt thread.
#pragma once

#include <QAbstractTableModel>
#include <deque>
#include <vector>

#include "ui/serving.h"

namespace fotograma::ui {

/// "Look", "Submit and control", "Everything"
[[nodiscard]] QString scopeText(const std::string& scope);

class TokenModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Name, Scopes, Made, Ends, Id, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;

    void set(std::vector<AccessToken> tokens);
    [[nodiscard]] const AccessToken& at(int row) const { return m_tokens[static_cast<std::size_t>(row)]; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<AccessToken> m_tokens;
};

class ClientModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Name, Address, Since, Requests, Streams, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;

    void set(std::vector<ServedClient> clients);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<ServedClient> m_clients;
};

class RequestModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { At, Name, Request, Status, Took, Did, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;

    void add(const std::vector<ServedRequest>& requests);
    /// Of the newest; 0: none.
    [[nodiscard]] std::int64_t last() const { return m_requests.empty() ? 0 : m_requests.back().number; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QVariant text(const ServedRequest& request, int column) const;

    std::deque<ServedRequest> m_requests;
};

}  // namespace fotograma::ui
