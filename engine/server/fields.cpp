#include "engine/server/fields.h"

namespace fotograma::server {

using base::Json;

Json withFields(const Json& whole, const std::vector<std::string>& fields) {
    if (fields.empty()) return whole;
    Json part = Json::object();
    if (const Json* id = whole.find("id")) part.set("id", *id);
    for (const std::string& field : fields)
        if (const Json* value = whole.find(field)) part.set(field, *value);
    return part;
}

Json listWithFields(const Json& list, const std::vector<std::string>& fields) {
    Json part = Json::array();
    for (const Json& one : list.items()) part.append(withFields(one, fields));
    return part;
}

}  // namespace fotograma::server
