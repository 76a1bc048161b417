#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <memory>

#include <jwt.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/server/auth.h"
#include "engine/server/rate_limit.h"

using namespace fotograma;
using namespace fotograma::server;
using base::concat;

namespace {

/// Hands that the test turns.
class HandClock : public base::Clock {
public:
    std::chrono::steady_clock::time_point now() const override {
        return std::chrono::steady_clock::time_point(std::chrono::milliseconds(millis));
    }
    base::UnixMillis unixNow() const override { return 1'700'000'000'000 + millis; }
    std::int64_t millis = 1000;
};

struct Claims {
    long expiresIn = 60;  ///< Seconds; 0: no expiry.
    long notBefore = 0;
    std::string audience;
    std::string scope = "jobs:read";
};

std::string pem(EVP_PKEY* key, bool isPrivate) {
    BIO* memory = BIO_new(BIO_s_mem());
    if (isPrivate)
        PEM_write_bio_PrivateKey(memory, key, nullptr, nullptr, 0, nullptr, nullptr);
    else
        PEM_write_bio_PUBKEY(memory, key);
    char* text = nullptr;
    const long length = BIO_get_mem_data(memory, &text);
    std::string copy(text, static_cast<std::size_t>(length));
    BIO_free(memory);
    return copy;
}

}  // namespace

class tst_Auth : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    HandClock m_clock;

    std::filesystem::path place(const char* name) { return base::pathFromUtf8(m_folder.filePath(name).toStdString()); }
    std::filesystem::path write(const char* name, const std::string& text) {
        std::ofstream(place(name), std::ios::binary) << text;
        return place(name);
    }
    std::string signedToken(jwt_alg_t algorithm, const std::string& key, const Claims& claims) {
        jwt_t* token = nullptr;
        jwt_new(&token);
        const long now = static_cast<long>(m_clock.unixNow() / 1000);
        jwt_add_grant(token, "sub", "alice");
        jwt_add_grant(token, "scope", claims.scope.c_str());
        if (claims.expiresIn != 0) jwt_add_grant_int(token, "exp", now + claims.expiresIn);
        if (claims.notBefore != 0) jwt_add_grant_int(token, "nbf", now + claims.notBefore);
        if (!claims.audience.empty()) jwt_add_grant(token, "aud", claims.audience.c_str());
        jwt_set_alg(token, algorithm, key.empty() ? nullptr : reinterpret_cast<const unsigned char*>(key.data()),
                    static_cast<int>(key.size()));
        char* text = jwt_encode_str(token);
        std::string copy = text ? text : "";
        std::free(text);
        jwt_free(token);
        return copy;
    }
    JwtKeys keys(const std::string& algorithm, const std::filesystem::path& file, std::string audience = {}) {
        auto made = JwtKeys::create({{.algorithm = algorithm, .file = file}}, std::move(audience), m_clock);
        if (!made) qFatal("%s", made.error().message.c_str());
        return std::move(*made);
    }
    const std::string m_secret = "0123456789abcdef0123456789abcdef";

private slots:
    void aTokenHoldsUntilItIsRevoked() {
        TokenStore store(place("a/tokens.json"), m_clock);
        const auto made = store.create("laptop", {Scope::JobsRead}, 0.0);
        QVERIFY2(made, made ? "" : made.error().message.c_str());
        TokenStore server(place("a/tokens.json"), m_clock);  // of another program
        const auto found = server.find(made->text);
        QVERIFY(found);
        QCOMPARE(found->name, std::string("laptop"));
        QVERIFY(!server.find(made->text + "0"));
        QVERIFY(!server.find(made->text.substr(0, made->text.size() - 1)));
        QVERIFY(store.revoke(made->record.id));
        QVERIFY(!server.find(made->text));
        QCOMPARE(store.revoke(made->record.id).error().code, base::ErrorCode::NotFound);
    }

    void aTokenEnds() {
        TokenStore store(place("b.json"), m_clock);
        const auto made = store.create("ci", {Scope::JobsWrite}, 1.0);
        QVERIFY(made && store.find(made->text));
        m_clock.millis += 86'400'000;
        QVERIFY(!store.find(made->text));
    }

    void theFileHoldsNoSecretAndIsItsOwners() {
        TokenStore store(place("c.json"), m_clock);
        const auto made = store.create("x", {Scope::Admin}, 0.0);
        QVERIFY(made);
        std::ifstream stream(place("c.json"));
        const std::string text(std::istreambuf_iterator<char>(stream), {});
        QVERIFY(text.find(made->record.id) != std::string::npos);
        QVERIFY(text.find(made->text.substr(made->text.size() - 32)) == std::string::npos);
        using std::filesystem::perms;
        QCOMPARE(std::filesystem::status(place("c.json")).permissions(), perms::owner_read | perms::owner_write);
    }

    void aDamagedFileLetsNobodyIn() {
        TokenStore store(place("d.json"), m_clock);
        const auto made = store.create("x", {Scope::Admin}, 0.0);
        QVERIFY(made && store.find(made->text));
        write("d.json", "{\"tokens\":[{\"id\":1");
        QVERIFY(!store.find(made->text));
    }

    void verifiesASecretsTokens() {
        const JwtKeys hs = keys("HS256", write("hs", m_secret + "\n"), "fotograma");
        const auto alice = hs.verify(
            signedToken(JWT_ALG_HS256, m_secret, {.audience = "fotograma", .scope = "jobs:read other jobs:write"}));
        QVERIFY(alice);
        QCOMPARE(alice->id, std::string("jwt:alice"));
        QVERIFY(alice->may(Scope::JobsRead) && alice->may(Scope::JobsWrite) && !alice->may(Scope::Admin));
        const std::string good = signedToken(JWT_ALG_HS256, m_secret, {.audience = "fotograma"});
        std::string changed = good;
        changed[good.find('.') + 5] = changed[good.find('.') + 5] == 'A' ? 'B' : 'A';
        QVERIFY(!hs.verify(changed));
        QVERIFY(!hs.verify(good.substr(0, good.rfind('.') + 1)));
        QVERIFY(!hs.verify(signedToken(JWT_ALG_HS256, std::string(32, 'x'), {.audience = "fotograma"})));
    }

    void refusesWhatTheClaimsForbid() {
        const JwtKeys hs = keys("HS256", write("hs", m_secret), "fotograma");
        const Claims good{.audience = "fotograma"};
        QVERIFY(hs.verify(signedToken(JWT_ALG_HS256, m_secret, good)));
        for (const Claims& bad :
             {Claims{.expiresIn = -1, .audience = "fotograma"}, Claims{.expiresIn = 0, .audience = "fotograma"},
              Claims{.notBefore = 120, .audience = "fotograma"}, Claims{.audience = "other"}, Claims{}})
            QVERIFY(!hs.verify(signedToken(JWT_ALG_HS256, m_secret, bad)));
    }

    void noneIsNobodysAlgorithm() {
        const JwtKeys hs = keys("HS256", write("hs", m_secret));
        const std::string none = signedToken(JWT_ALG_NONE, {}, {});
        QCOMPARE(std::count(none.begin(), none.end(), '.'), 2);
        QVERIFY(!hs.verify(none));
        QVERIFY(!JwtKeys().verify(none));
    }

    void aPublicKeyIsNoSecret() {
        EVP_PKEY* rsa = EVP_RSA_gen(2048);
        const std::string privateKey = pem(rsa, true);
        const std::string publicKey = pem(rsa, false);
        EVP_PKEY_free(rsa);
        const JwtKeys rs = keys("RS256", write("rs.pem", publicKey));
        QVERIFY(rs.verify(signedToken(JWT_ALG_RS256, privateKey, {})));
        // The classic confusion: the public key, known to all, as the secret of HS256.
        QVERIFY(!rs.verify(signedToken(JWT_ALG_HS256, publicKey, {})));
        QVERIFY(!rs.verify(signedToken(JWT_ALG_RS512, privateKey, {})));
    }

    void verifiesEllipticCurves() {
        EVP_PKEY* key = EVP_EC_gen("P-256");
        const std::string privateKey = pem(key, true);
        const JwtKeys es = keys("ES256", write("es.pem", pem(key, false)));
        EVP_PKEY_free(key);
        QVERIFY(es.verify(signedToken(JWT_ALG_ES256, privateKey, {})));
        EVP_PKEY* other = EVP_EC_gen("P-256");
        QVERIFY(!es.verify(signedToken(JWT_ALG_ES256, pem(other, true), {})));
        EVP_PKEY_free(other);
    }

    void refusesKeysThatAreNone() {
        using Files = std::vector<JwtKeyFile>;
        QVERIFY(!JwtKeys::create(Files{{"HS256", write("short", "short")}}, {}));
        QVERIFY(!JwtKeys::create(Files{{"none", write("hs", m_secret)}}, {}));
        QVERIFY(!JwtKeys::create(Files{{"RS256", write("hs", m_secret)}}, {}));
        QVERIFY(!JwtKeys::create(Files{{"HS256", place("missing")}}, {}));
    }

    void aBucketEmptiesAndFills() {
        RateLimit limit({.perSecond = 2.0, .burst = 3.0}, m_clock);
        for (int i = 0; i < 3; ++i) QVERIFY(limit.take("a").isAllowed);
        const RateAnswer refused = limit.take("a");
        QVERIFY(!refused.isAllowed);
        QCOMPARE(refused.retrySeconds, 0.5);
        QVERIFY(limit.take("b").isAllowed);  // another's bucket
        m_clock.millis += 500;
        QVERIFY(limit.take("a").isAllowed);
        QVERIFY(!limit.take("a").isAllowed);
    }

    void holdsNoMoreBucketsThanItMay() {
        RateLimit limit({.perSecond = 0.001, .burst = 1.0}, m_clock);
        for (int i = 0; i < 40'000; ++i) QVERIFY(limit.take(concat("address ", i)).isAllowed);
    }
};

QTEST_GUILESS_MAIN(tst_Auth)
#include "tst_auth.moc"
