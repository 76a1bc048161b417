#include <QTest>

#include <limits>

#include <openssl/evp.h>

#include "engine/base/base64.h"
#include "engine/server/uploads.h"
#include "tests/server/test_server.h"

using namespace fotograma;
using namespace fotograma::server;
using base::concat;
using base::ErrorCode;
using test::RawAnswer;
using test::RawClient;
using test::TestServer;
namespace fs = std::filesystem;

namespace {

class HandClock : public base::Clock {
public:
    std::chrono::steady_clock::time_point now() const override { return {}; }
    base::UnixMillis unixNow() const override { return 1'700'000'000'000 + millis; }
    std::int64_t millis = 0;
};

constexpr std::string_view kPiece = "Content-Type: application/offset+octet-stream\r\n";

std::string sha256(std::string_view text) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int length = 0;
    EVP_Digest(text.data(), text.size(), digest, &length, EVP_sha256(), nullptr);
    return base::toBase64({reinterpret_cast<const char*>(digest), length});
}

std::string contentOf(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

class tst_Uploads : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    HandClock m_clock;
    std::shared_ptr<Uploads> m_uploads;  ///< Of the server that `serve` made.

    fs::path place(const char* name) const { return base::pathFromUtf8(m_folder.filePath(name).toStdString()); }
    std::unique_ptr<Uploads> open(const char* name, UploadLimits limits = {}) {
        return Uploads::open(place(name), limits, m_clock).value();
    }
    std::unique_ptr<TestServer> serve(UploadLimits limits = {}) {
        return std::make_unique<TestServer>([this, limits](ServerOptions&, Context& context) {
            m_uploads = Uploads::open(context.roots.folders().front().parent_path() / "up", limits).value();
            context.uploads = m_uploads;
        });
    }
    static std::string create(TestServer& server, std::size_t length, Scope scope = Scope::JobsWrite) {
        const std::string more =
            concat("Tus-Resumable: 1.0.0\r\nUpload-Length: ", length, "\r\nUpload-Metadata: filetype eA==,filename ",
                   base::toBase64("a b.mp4"), "\r\n");
        const RawAnswer answer = server.ask("POST", "/api/v1/uploads", scope, {}, more);
        if (answer.status != 201) qFatal("%s", answer.body.c_str());
        return answer.header("location");
    }
    static RawAnswer send(TestServer& server, const std::string& place, std::size_t offset, std::string_view body,
                          std::string_view more = {}) {
        return server.ask("PATCH", place, Scope::JobsWrite, body,
                          concat(kPiece, "Upload-Offset: ", offset, "\r\n", more));
    }

private slots:
    void namesAreFitForAnyFolder_data() {
        QTest::addColumn<QByteArray>("given");
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("plain") << QByteArray("clip.mp4") << QByteArray("clip.mp4");
        QTest::newRow("climbs") << QByteArray("../../etc/passwd") << QByteArray("passwd");
        QTest::newRow("windows") << QByteArray("C:\\Users\\me\\clip.mp4") << QByteArray("clip.mp4");
        QTest::newRow("hidden") << QByteArray("..hidden.mp4") << QByteArray("hidden.mp4");
        QTest::newRow("letters") << QByteArray("a\nb:c\x7f.mp4") << QByteArray("a_b_c_.mp4");
        QTest::newRow("device") << QByteArray("con.mp4") << QByteArray("_con.mp4");
        QTest::newRow("numbered device") << QByteArray("COM1") << QByteArray("_COM1");
        QTest::newRow("utf-8") << QByteArray(
                                      "d\xc3\xad"
                                      "a \xf0\x9f\x8e\xac.mkv")
                               << QByteArray(
                                      "d\xc3\xad"
                                      "a \xf0\x9f\x8e\xac.mkv");
        QTest::newRow("long") << QByteArray(300, 'a') + ".mp4" << QByteArray(196, 'a') + ".mp4";
        QTest::newRow("long in utf-8") << QByteArray("\xc3\xa9").repeated(150) + ".mp4"
                                       << QByteArray("\xc3\xa9").repeated(98) + ".mp4";
        for (const char* bad : {"", ".", "..", "/", "a/", "\xff", "a\xc0\xaf", "\xed\xa0\x80", ". . "})
            QTest::newRow(qPrintable(QString("bad %1").arg(QByteArray(bad).toHex().constData())))
                << QByteArray(bad) << QByteArray();
    }
    void namesAreFitForAnyFolder() {
        QFETCH(QByteArray, given);
        QFETCH(QByteArray, name);
        QCOMPARE(QByteArray::fromStdString(fileNameOf(given.toStdString()).value_or("")), name);
    }

    // ---- The store ----------------------------------------------------------------------------------------------
    void goesOnAfterARestart() {
        std::string id;
        {
            const auto uploads = open("a");
            id = uploads->create("alice", "a.mp4", 10)->id;
            const auto writer = uploads->write("alice", id, 0).value();
            QVERIFY(writer->append("0123"));
        }
        const auto uploads = open("a");
        QCOMPARE(uploads->find("alice", id)->offsetBytes, std::int64_t{4});
        QCOMPARE(uploads->write("alice", id, 3).error().code, ErrorCode::Conflict);
        const auto writer = uploads->write("alice", id, 4).value();
        QCOMPARE(writer->append("4567890").error().code, ErrorCode::InvalidArgument);
        QVERIFY(writer->append("456789") && writer->finish());
        const auto file = uploads->input("alice", "upload:" + id).value();
        QCOMPARE(contentOf(file), std::string("0123456789"));
        QCOMPARE(open("a")->find("alice", id)->path, file);
        QCOMPARE(uploads->write("alice", id, 10).error().code, ErrorCode::Conflict);
    }

    void whoBeginsLastWins() {
        const auto uploads = open("b");
        const std::string id = uploads->create("alice", "a.mp4", 10)->id;
        const auto older = uploads->write("alice", id, 0).value();
        QVERIFY(older->append("01"));
        const auto newer = uploads->write("alice", id, 2).value();
        QCOMPARE(older->append("xx").error().code, ErrorCode::Conflict);
        QVERIFY(newer->append("23"));
        QVERIFY(uploads->remove("alice", id));
        QCOMPARE(newer->append("45").error().code, ErrorCode::Conflict);
    }

    void whatIsOnTrialDoesNotCount() {
        std::string id;
        const fs::path copy = place("crashed");
        {
            const auto uploads = open("c");
            id = uploads->create("alice", "a.mp4", 10)->id;
            {
                const auto writer = uploads->write("alice", id, 0).value();
                QVERIFY(writer->append("01") && writer->onTrial() && writer->append("2345"));
                QCOMPARE(uploads->find("alice", id)->offsetBytes, std::int64_t{2});
                fs::copy(place("c"), copy, fs::copy_options::recursive);  // as a crash would leave it
            }
            QCOMPARE(fs::file_size(place("c") / (id + ".part")), std::uintmax_t{2});
            const auto writer = uploads->write("alice", id, 2).value();
            QVERIFY(writer->onTrial() && writer->append("23") && writer->keep());
            QCOMPARE(uploads->find("alice", id)->offsetBytes, std::int64_t{4});
        }
        QCOMPARE(open("crashed")->find("alice", id)->offsetBytes, std::int64_t{2});
    }

    void holdsItsQuotas() {
        const auto uploads = open("d", {.fileBytes = 100, .ownerBytes = 150, .totalBytes = 200});
        const auto code = [&](const char* owner, std::int64_t bytes) {
            const auto made = uploads->create(owner, "a.mp4", bytes);
            return made ? ErrorCode::Cancelled : made.error().code;  // Cancelled: it was made
        };
        QCOMPARE(code("alice", 0), ErrorCode::InvalidArgument);
        QCOMPARE(code("alice", 101), ErrorCode::ResourceExhausted);
        QCOMPARE(code("alice", std::numeric_limits<std::int64_t>::max()), ErrorCode::ResourceExhausted);
        QCOMPARE(code("alice", 100), ErrorCode::Cancelled);
        QCOMPARE(code("alice", 51), ErrorCode::ResourceExhausted);
        QCOMPARE(code("bob", 100), ErrorCode::Cancelled);
        QCOMPARE(code("carol", 1), ErrorCode::ResourceExhausted);
        QVERIFY(uploads->remove("bob", uploads->list("bob").front().id));
        QCOMPARE(code("carol", 1), ErrorCode::Cancelled);
    }

    void forgetsWhatNobodyGoesOnWith() {
        const auto uploads = open("e", {.hours = 1.0});
        const std::string id = uploads->create("alice", "a.mp4", 10)->id;
        m_clock.millis += 3'500'000;
        QVERIFY(uploads->write("alice", id, 0).value()->append("0"));
        m_clock.millis += 3'500'000;
        QVERIFY(uploads->find("alice", id));
        m_clock.millis += 200'000;
        QCOMPARE(uploads->find("alice", id).error().code, ErrorCode::NotFound);
        QVERIFY(fs::is_empty(place("e")));
    }

    void areTheirOwnersAlone() {
        const auto uploads = open("f");
        const std::string id = uploads->create("alice", "a.mp4", 1)->id;
        QCOMPARE(uploads->find("bob", id).error().code, ErrorCode::NotFound);
        QCOMPARE(uploads->write("bob", id, 0).error().code, ErrorCode::NotFound);
        QCOMPARE(uploads->remove("bob", id).error().code, ErrorCode::NotFound);
        QCOMPARE(uploads->input("alice", "upload:" + id).error().code, ErrorCode::Conflict);  // not whole
        const auto writer = uploads->write({}, id, 0).value();                                // whoever may see all
        QVERIFY(writer->append("x") && writer->finish());
        const fs::path file = uploads->input("alice", "upload:" + id).value();
        QCOMPARE(uploads->input("alice", base::toUtf8(file)).value(), file);
        QVERIFY(!uploads->input("bob", base::toUtf8(file)) && !uploads->input("bob", "upload:" + id));
        const std::string folder = base::toUtf8(fs::canonical(place("f")));
        QVERIFY(!uploads->isMeant(folder + "/../x") && !uploads->isMeant("/etc/passwd") && !uploads->isMeant("up"));
        for (const std::string& bad : {folder + "/" + id + ".json", folder + "/" + id + "/b.mp4", folder + "/" + id})
            QVERIFY2(uploads->isMeant(bad) && !uploads->input("alice", bad), bad.c_str());
        QCOMPARE(fs::status(place("f")).permissions(), fs::perms::owner_all);
    }

    // ---- HTTP ---------------------------------------------------------------------------------------------------
    void sendsAFileInPiecesAndWorksOnIt() {
        const auto server = serve();
        const std::string place = create(*server, 10);
        const RawAnswer none = server->ask("HEAD", place, Scope::JobsWrite);
        QCOMPARE(none.status, 200);
        QCOMPARE(none.header("upload-offset"), std::string("0"));
        QCOMPARE(none.header("upload-length"), std::string("10"));
        QVERIFY(none.header("upload-expires").ends_with(" GMT"));
        const RawAnswer first = send(*server, place, 0, "01234");
        QCOMPARE(first.status, 204);
        QCOMPARE(first.header("upload-offset"), std::string("5"));
        QCOMPARE(first.header("tus-resumable"), std::string("1.0.0"));
        QCOMPARE(send(*server, place, 0, "01234").status, 409);
        QCOMPARE(send(*server, place, 5, "567890").status, 400);  // more than announced
        QCOMPARE(send(*server, place, 5, "56789").status, 204);
        const base::Json json = server->ask("GET", place, Scope::JobsWrite).json();
        QVERIFY(json["whole"].asBool());
        QCOMPARE(contentOf(base::pathFromUtf8(json["path"].asString())), std::string("0123456789"));
        QVERIFY(json["path"].asString().ends_with("/a b.mp4"));
        for (const std::string& input : {json["path"].asString(), "upload:" + json["id"].asString()}) {
            const std::string body = concat("{\"inputs\":[\"", input, "\"],\"recipe\":{\"version\":1,\"id\":\"x\"}}");
            const RawAnswer submitted = server->ask("POST", "/api/v1/jobs", Scope::JobsWrite, body);
            QVERIFY2(submitted.status == 201, submitted.body.c_str());
            QCOMPARE(server->service->submitted().back().items[0].spec.input, json["path"].asString());
            // What is another's is not there.
            QCOMPARE(server
                         ->ask("GET", concat("/api/v1/preview?input=", input.starts_with('/') ? "/x" : input),
                               Scope::JobsRead)
                         .status,
                     input.starts_with('/') ? 403 : 404);
        }
        QCOMPARE(server->ask("DELETE", place, Scope::JobsWrite).status, 204);
        QCOMPARE(server->ask("HEAD", place, Scope::JobsWrite).status, 404);
    }

    void takesAFileInOneRequest() {
        const auto server = serve();
        const RawAnswer answer = server->ask("POST", "/api/v1/uploads?name=one.mp4", Scope::JobsWrite, "0123", kPiece);
        QCOMPARE(answer.status, 201);
        QVERIFY(answer.json()["whole"].asBool());
        QCOMPARE(answer.header("upload-offset"), std::string("4"));
    }

    void keepsWhatCameBeforeTheConnectionBroke() {
        const auto server = serve();
        const std::string place = create(*server, 10);
        {
            RawClient client = server->connect();
            client.send(concat("PATCH ", place, " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ",
                               server->tokens[Scope::JobsWrite], "\r\n", kPiece,
                               "Upload-Offset: 0\r\nContent-Length: 10\r\n\r\n0123"));
        }
        QTRY_COMPARE(server->ask("HEAD", place, Scope::JobsWrite).header("upload-offset"), std::string("4"));
        QCOMPARE(send(*server, place, 4, "456789").status, 204);
    }

    void checksWhatCame() {
        const auto server = serve();
        const std::string place = create(*server, 8);
        QCOMPARE(send(*server, place, 0, "0123", "Upload-Checksum: crc32 AAAA\r\n").status, 400);
        const RawAnswer wrong =
            send(*server, place, 0, "0123", concat("Upload-Checksum: sha256 ", sha256("0124"), "\r\n"));
        QCOMPARE(wrong.status, 460);
        QCOMPARE(server->ask("HEAD", place, Scope::JobsWrite).header("upload-offset"), std::string("0"));
        QCOMPARE(send(*server, place, 0, "0123", concat("Upload-Checksum: sha256 ", sha256("0123"), "\r\n")).status,
                 204);
        QCOMPARE(send(*server, place, 4, "4567").status, 204);
    }

    void whatIsNoVideoGoesAgain() {
        const auto server = serve();
        server->service->setCheck({.error = base::Error{ErrorCode::InvalidData, "x is no media file.", {}}});
        const RawAnswer answer = server->ask("POST", "/api/v1/uploads?name=x", Scope::JobsWrite, "text", kPiece);
        QCOMPARE(answer.status, 415);
        QVERIFY(answer.json()["detail"].asString().find("no media file") != std::string::npos);
        QCOMPARE(server->ask("GET", "/api/v1/uploads", Scope::Admin).json().items().size(), std::size_t{0});
        QVERIFY(fs::is_empty(server->folder / "up"));
    }

    void refusesWhatItMayNotTake() {
        const auto server = serve({.fileBytes = 100});
        const auto status = [&](std::string_view path, std::string_view more) {
            return server->ask("POST", path, Scope::JobsWrite, {}, more).status;
        };
        QCOMPARE(status("/api/v1/uploads?name=a", "Upload-Length: 101\r\n"), 413);
        QCOMPARE(status("/api/v1/uploads?name=a", "Upload-Length: -1\r\n"), 400);
        QCOMPARE(status("/api/v1/uploads?name=a", {}), 400);
        QCOMPARE(status("/api/v1/uploads", "Upload-Length: 5\r\n"), 400);
        QCOMPARE(status("/api/v1/uploads?name=a", "Upload-Length: 5\r\nTus-Resumable: 0.2.2\r\n"), 412);
        QCOMPARE(status("/api/v1/uploads", "Upload-Length: 5\r\nUpload-Metadata: filename !\r\n"), 400);
        const std::string place = create(*server, 5);
        QCOMPARE(server->ask("PATCH", place, Scope::JobsWrite, "01", "Upload-Offset: 0\r\n").status, 415);
        QCOMPARE(server->ask("PATCH", place, Scope::JobsWrite, "01", kPiece).status, 400);
        QCOMPARE(server->ask("PATCH", "/api/v1/uploads/../x", Scope::JobsWrite, "01", kPiece).status, 404);
        // A body without length is held to what was announced, too.
        RawClient client = server->connect();
        client.send(concat("PATCH ", place, " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ",
                           server->tokens[Scope::JobsWrite], "\r\n", kPiece,
                           "Upload-Offset: 0\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n012345\r\n0\r\n\r\n"));
        QCOMPARE(client.readAnswer().status, 400);
        QCOMPARE(server->ask("HEAD", place, Scope::JobsWrite).header("upload-offset"), std::string("0"));
    }

    void isRefusedBeforeAByteIsRead() {
        const auto server = serve();
        const std::string place = create(*server, 100'000'000);
        RawClient client = server->connect();
        client.send(concat("PATCH ", place, " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ",
                           server->tokens[Scope::JobsWrite], "\r\n", kPiece,
                           "Upload-Offset: 7\r\nExpect: 100-continue\r\nContent-Length: 99999993\r\n\r\n"));
        QCOMPARE(client.readAnswer().status, 409);
        RawClient good = server->connect();
        good.send(concat("PATCH ", place, " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ",
                         server->tokens[Scope::JobsWrite], "\r\n", kPiece,
                         "Upload-Offset: 0\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n"));
        QVERIFY(good.readTo("\r\n\r\n").starts_with("HTTP/1.1 100"));
        good.send("0123");
        QCOMPARE(good.readAnswer().status, 204);
    }
};

QTEST_GUILESS_MAIN(tst_Uploads)
#include "tst_uploads.moc"
