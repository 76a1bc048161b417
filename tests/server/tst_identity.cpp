#include <QTest>

#include <jwt.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <future>

#include "engine/net/http_client.h"
#include "tests/server/test_server.h"

using namespace fotograma;
using namespace fotograma::server;
using base::concat;
using base::ErrorCode;
using test::TestServer;
namespace fs = std::filesystem;

namespace {

template <class Write>
std::string pemOf(Write write) {
    BIO* memory = BIO_new(BIO_s_mem());
    write(memory);
    char* text = nullptr;
    const long length = BIO_get_mem_data(memory, &text);
    std::string copy(text, static_cast<std::size_t>(length));
    BIO_free(memory);
    return copy;
}
std::string privatePem(EVP_PKEY* key) {
    return pemOf([&](BIO* out) { PEM_write_bio_PrivateKey(out, key, nullptr, nullptr, 0, nullptr, nullptr); });
}
std::string publicPem(EVP_PKEY* key) {
    return pemOf([&](BIO* out) { PEM_write_bio_PUBKEY(out, key); });
}

/// A certificate of that key for 127.0.0.1, signed by itself.
std::string certificatePem(EVP_PKEY* key) {
    X509* certificate = X509_new();
    X509_set_version(certificate, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -60);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
    X509_set_pubkey(certificate, key);
    X509_NAME* name = X509_get_subject_name(certificate);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("test"), -1, -1, 0);
    X509_set_issuer_name(certificate, name);
    X509_EXTENSION* place = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "IP:127.0.0.1");
    X509_add_ext(certificate, place, -1);
    X509_EXTENSION_free(place);
    X509_sign(certificate, key, EVP_sha256());
    const std::string pem = pemOf([&](BIO* out) { PEM_write_bio_X509(out, certificate); });
    X509_free(certificate);
    return pem;
}

std::string signedToken(jwt_alg_t algorithm, const std::string& key, const char* scope, long expiresIn = 60) {
    jwt_t* token = nullptr;
    jwt_new(&token);
    jwt_add_grant(token, "sub", "alice");
    jwt_add_grant(token, "scope", scope);
    jwt_add_grant_int(token, "exp", static_cast<long>(std::time(nullptr)) + expiresIn);
    jwt_set_alg(token, algorithm, key.empty() ? nullptr : reinterpret_cast<const unsigned char*>(key.data()),
                static_cast<int>(key.size()));
    char* text = jwt_encode_str(token);
    std::string copy = text ? text : "";
    std::free(text);
    jwt_free(token);
    return copy;
}

}  // namespace

class tst_Identity : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    fs::path write(const char* name, const std::string& text) {
        const fs::path file = base::pathFromUtf8(m_folder.filePath(name).toStdString());
        std::ofstream(file, std::ios::binary) << text;
        return file;
    }
    static base::Result<net::HttpResponse> fetch(const std::string& url, const std::string& token,
                                                 const fs::path& caFile) {
        net::ClientOptions options;
        options.caFile = caFile;
        const auto client = net::HttpClient::create(std::move(options)).value();
        std::promise<base::Result<net::HttpResponse>> answer;
        net::HttpRequest request;
        request.url = url;
        request.headers = {{"Authorization", "Bearer " + token}};
        client->send(std::move(request),
                     [&](base::Result<net::HttpResponse> reply) { answer.set_value(std::move(reply)); });
        return answer.get_future().get();
    }

private slots:
    void speaksTlsWithACertificateOfItsOwn() {
        EVP_PKEY* key = EVP_EC_gen("P-256");
        const fs::path certificate = write("cert.pem", certificatePem(key));
        const fs::path keyFile = write("key.pem", privatePem(key));
        EVP_PKEY* other = EVP_EC_gen("P-256");
        const fs::path stranger = write("other.pem", certificatePem(other));
        const fs::path wrongKey = write("wrong.pem", privatePem(other));
        EVP_PKEY_free(key);
        EVP_PKEY_free(other);
        TestServer server(
            [&](ServerOptions& options, Context&) { options.tls = {.certificate = certificate, .key = keyFile}; });
        QVERIFY(server.url().starts_with("https://127.0.0.1:"));
        const auto good = fetch(server.url() + "/api/v1/jobs", server.tokens[Scope::JobsRead], certificate);
        QVERIFY2(good && good->status == 200, good ? good->body.c_str() : good.error().message.c_str());
        QCOMPARE(fetch(server.url() + "/api/v1/jobs", "x", certificate)->status, 401);
        // Who does not trust it does not send its token.
        QCOMPARE(fetch(server.url() + "/api/v1/jobs", server.tokens[Scope::JobsRead], stranger).error().code,
                 ErrorCode::PermissionDenied);
        // And who speaks no TLS gets nothing.
        test::RawClient plain = server.connect();
        plain.send(TestServer::text("GET", "/health/live", {}));
        QCOMPARE(plain.readAnswer().status, 0);
        ServerOptions options;
        options.port = 0;
        options.tls = {.certificate = certificate, .key = wrongKey};
        Auth auth(write("tokens.json", "{}"), {});
        Context context;
        context.service = server.service;
        QCOMPARE(HttpServer::start(options, context, auth).error().code, ErrorCode::InvalidArgument);
    }

    void letsTokensOfOthersIn() {
        const std::string secret = "0123456789abcdef0123456789abcdef";
        EVP_PKEY* rsa = EVP_RSA_gen(2048);
        EVP_PKEY* curve = EVP_EC_gen("P-256");
        const std::string rsaKey = privatePem(rsa);
        const std::string curveKey = privatePem(curve);
        const std::string rsaPublic = publicPem(rsa);
        auto keys = JwtKeys::create({{"HS256", write("hs", secret)},
                                     {"RS256", write("rs.pem", rsaPublic)},
                                     {"ES256", write("es.pem", publicPem(curve))}},
                                    {})
                        .value();
        EVP_PKEY_free(rsa);
        EVP_PKEY_free(curve);
        TestServer server({}, std::move(keys));
        const auto status = [&](const std::string& token) { return server.askAs(token, "GET", "/api/v1/jobs").status; };
        QCOMPARE(status(signedToken(JWT_ALG_HS256, secret, "jobs:read")), 200);
        QCOMPARE(status(signedToken(JWT_ALG_RS256, rsaKey, "other jobs:read")), 200);
        QCOMPARE(status(signedToken(JWT_ALG_ES256, curveKey, "admin")), 200);
        QCOMPARE(status(signedToken(JWT_ALG_ES256, curveKey, "jobs:write")), 403);
        QCOMPARE(status(signedToken(JWT_ALG_HS256, secret, "jobs:read", -1)), 401);
        QCOMPARE(status(signedToken(JWT_ALG_NONE, {}, "admin")), 401);
        QCOMPARE(status(signedToken(JWT_ALG_HS256, rsaPublic, "admin")), 401);  // the public key as a secret
        QCOMPARE(status(signedToken(JWT_ALG_HS384, secret, "admin")), 401);
        for (const base::Json& line : server.log()) QVERIFY(line.dump().find("eyJ") == std::string::npos);
    }

    void aStreamEndsWithItsToken() {
        const std::string secret = "0123456789abcdef0123456789abcdef";
        TestServer server({}, JwtKeys::create({{"HS256", write("hs", secret)}}, {}).value());
        test::RawClient client = server.connect();
        client.send(TestServer::text("GET", "/api/v1/events", signedToken(JWT_ALG_HS256, secret, "jobs:read", 2)));
        QVERIFY(client.readTo("\"detail\"").find("token_ended") != std::string::npos);
    }

    void saysWhoDidWhat() {
        TestServer server;
        server.service->add({.batch = {1}, .spec = {.input = "/a.mp4"}});
        server.service->settle();
        (void)server.ask("POST", "/api/v1/jobs/1/control", Scope::JobsWrite, R"({"action":"cancel"})");
        (void)server.ask("PATCH", "/api/v1/settings", Scope::JobsWrite, R"({"jobs":1})");
        (void)server.ask("PATCH", "/api/v1/settings", Scope::Admin, R"({"jobs":1})");
        (void)server.askAs("ftg_guess", "GET", "/api/v1/jobs");
        const auto log = server.log();
        QCOMPARE(log.size(), std::size_t{4});
        for (const base::Json& line : log) QVERIFY2(line["audit"].asBool(), line.dump().c_str());
        QCOMPARE(log[0]["who"].asString(), "key:" + server.ids[Scope::JobsWrite]);
        QCOMPARE(log[0]["did"].asString(), std::string("cancel: 1 jobs"));
        QVERIFY(log[1]["status"].asInteger() == 403 && !log[1].find("did"));
        QVERIFY(log[2]["did"].asString().find("\"jobs\":1") != std::string::npos);
        QVERIFY(log[3]["who"].asString().empty() && log[3]["status"].asInteger() == 401);
    }

    void otherPagesMayNotRead() {
        TestServer server;
        const std::string_view origin = "Origin: https://evil.test\r\nAccess-Control-Request-Method: POST\r\n";
        for (const char* method : {"OPTIONS", "GET", "POST"}) {
            const auto answer = server.askAs(server.tokens[Scope::Admin], method, "/api/v1/uploads", {}, origin);
            QVERIFY(answer.header("access-control-allow-origin").empty());
        }
        QCOMPARE(server.askAs({}, "OPTIONS", "/api/v1/jobs", {}, origin).status, 401);
    }

    void whatWasCheckedIsWhatIsSent() {
        TestServer server;
        std::ofstream(server.folder / "secret") << "secret";
        std::ofstream(server.root / "out.mp4") << "0123456789";
        const base::JobId job = server.service->add({.batch = {1}, .spec = {.input = "/a.mp4"}});
        server.service->move(job, api::JobState::Running);
        api::Report report;
        report.artifacts = {{.path = base::toUtf8(server.root / "out.mp4")}};
        server.service->finish(job, report, 10);
        server.service->settle();
        QCOMPARE(server.ask("GET", "/api/v1/jobs/1/artifacts/0", Scope::JobsRead).body, std::string("0123456789"));
        fs::remove(server.root / "out.mp4");
        fs::create_symlink(server.folder / "secret", server.root / "out.mp4");
        QCOMPARE(server.ask("GET", "/api/v1/jobs/1/artifacts/0", Scope::JobsRead).status, 403);
        // Somebody swaps a folder for a link between the check and the opening: the opening itself refuses.
        fs::create_directories(server.root / "sub");
        std::ofstream(server.root / "sub/file") << "x";
        QVERIFY(base::ReadableFile::openBeneath(server.root, "sub/file"));
        fs::rename(server.root / "sub", server.root / "old");
        fs::create_directory_symlink(server.folder, server.root / "sub");
        QCOMPARE(base::ReadableFile::openBeneath(server.root, "sub/secret").error().code, ErrorCode::PermissionDenied);
        QCOMPARE(base::ReadableFile::openBeneath(server.root, "old/../../secret").error().code,
                 ErrorCode::PermissionDenied);
        QVERIFY(!base::ReadableFile::openBeneath(server.root, "old"));  // no regular file
    }
};

QTEST_GUILESS_MAIN(tst_Identity)
#include "tst_identity.moc"
