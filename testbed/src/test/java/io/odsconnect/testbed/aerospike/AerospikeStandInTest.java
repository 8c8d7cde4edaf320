package io.odsconnect.testbed.aerospike;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aerospike.client.AerospikeClient;
import com.aerospike.client.AerospikeException;
import com.aerospike.client.Bin;
import com.aerospike.client.IAerospikeClient;
import com.aerospike.client.Info;
import com.aerospike.client.Key;
import com.aerospike.client.Operation;
import com.aerospike.client.ResultCode;
import com.aerospike.client.Value;
import com.aerospike.client.cdt.ListOperation;
import com.aerospike.client.exp.Exp;
import com.aerospike.client.exp.ExpOperation;
import com.aerospike.client.exp.ExpReadFlags;
import com.aerospike.client.exp.ListExp;
import com.aerospike.client.operation.BitOperation;
import com.aerospike.client.policy.ClientPolicy;
import com.aerospike.client.policy.Policy;
import com.aerospike.client.policy.RecordExistsAction;
import com.aerospike.client.policy.WritePolicy;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the stand-in does not know it refuses, and says so; these tests hold for no real server. */
class AerospikeStandInTest {

    private final List<String> log = new CopyOnWriteArrayList<>();
    private final AerospikeStandIn standIn = AerospikeStandIn.start(0, "bank", log::add);
    private final Key key = new Key("bank", "cards", "k");
    private IAerospikeClient client;

    @BeforeEach
    void connect() {
        client = new AerospikeClient(new ClientPolicy(), standIn.host(), standIn.port());
        client.put(null, key, new Bin("n", 1), new Bin("secret", "4111111111111111"));
    }

    @AfterEach
    void close() {
        client.close();
        standIn.close();
    }

    private void assertRefused(int code, String line, ThrowingCallable command) {
        log.clear();
        assertThatThrownBy(command)
                .isInstanceOfSatisfying(
                        AerospikeException.class,
                        e -> assertThat(e.getResultCode()).isEqualTo(code));
        assertThat(log).hasSize(1);
        assertThat(log.get(0)).contains(line).doesNotContain("4111");
    }

    @Test
    void settingsOfTheNamespaceAreSetAndTold() {
        assertThat(info("set-config:context=namespace;id=bank;nsup-period=0")).isEqualTo("ok");
        assertThat(info("get-config:context=namespace;namespace=bank")).contains("nsup-period=0");
        assertThat(info("namespace/bank")).contains("nsup-period=0", "conflict-resolution-policy=generation");
        WritePolicy expiring = new WritePolicy();
        expiring.expiration = 100;
        assertRefused(ResultCode.FAIL_FORBIDDEN, "nsup-period 0", () -> client.put(expiring, key, new Bin("n", 2)));

        assertThat(info("set-config:context=namespace;id=bank;nsup-period=120")).isEqualTo("ok");
        client.put(expiring, key, new Bin("n", 2));
        assertThat(info("set-config:context=namespace;id=bank;nsup-period=often"))
                .startsWith("ERROR");
        assertThat(info("set-config:context=namespace;id=other;nsup-period=0")).startsWith("ERROR");
        assertThat(info("statistics")).matches(".*;uptime=[0-9]+");
    }

    @Test
    void aSetAtItsStopWritesCountTakesNoNewRecords() {
        assertThat(info("set-config:context=namespace;id=bank;set=cards;stop-writes-count=1"))
                .isEqualTo("ok");
        client.put(null, key, new Bin("n", 2));
        Key second = new Key("bank", "cards", "second");
        assertRefused(ResultCode.FAIL_FORBIDDEN, "stop-writes-count", () -> client.put(null, second, new Bin("n", 2)));
    }

    @Test
    void aRecordTakesAsManyBinsAsTheServerDoes() {
        Operation[] operations = new Operation[32_767];
        for (int bin = 0; bin < operations.length; bin++) {
            operations[bin] = Operation.put(new Bin("b" + bin, bin));
        }
        client.operate(null, key, operations[0]);
        WritePolicy replacing = new WritePolicy();
        replacing.recordExistsAction = RecordExistsAction.REPLACE;
        client.operate(replacing, key, operations);

        assertThat(client.get(null, key).bins).hasSize(32_767).containsEntry("b32766", 32_766L);
    }

    private String info(String command) {
        return Info.request(standIn.host(), standIn.port(), command);
    }

    @Test
    void whatATestTellsItToRefuseIsRefusedSoOftenAndNotDone() {
        assertThat(Info.request(standIn.host(), standIn.port(), "stand-in-refuse:code=14;count=2"))
                .isEqualTo("ok");
        for (int time = 0; time < 2; time++) {
            assertThatThrownBy(() -> client.put(null, key, new Bin("n", 2)))
                    .isInstanceOfSatisfying(
                            AerospikeException.class,
                            e -> assertThat(e.getResultCode()).isEqualTo(ResultCode.KEY_BUSY));
        }
        assertThat(client.get(null, key).getInt("n")).isEqualTo(1);
        assertThat(Info.request(standIn.host(), standIn.port(), "stand-in-refuse:code=999"))
                .startsWith("ERROR");
    }

    @Test
    void loginsAreAnsweredAsATestTellsItTo() {
        ClientPolicy policy = new ClientPolicy();
        policy.user = "ods";
        policy.password = "secret";
        assertThatThrownBy(() -> new AerospikeClient(policy, standIn.host(), standIn.port()))
                .hasMessageContaining("51");

        assertThat(Info.request(standIn.host(), standIn.port(), "stand-in-login:code=0"))
                .isEqualTo("ok");
        try (AerospikeClient known = new AerospikeClient(policy, standIn.host(), standIn.port())) {
            assertThat(known.exists(null, key)).isTrue();
        }
    }

    @Test
    void operationsItDoesNotKnowAreRefused() {
        assertRefused(
                ResultCode.UNSUPPORTED_FEATURE,
                "list or map",
                () -> client.operate(null, key, ListOperation.append("l", Value.get("4111111111111111"))));
        assertRefused(
                ResultCode.UNSUPPORTED_FEATURE,
                "list or map",
                () -> client.operate(null, key, Operation.get("n"), ListOperation.size("l")));
        assertRefused(
                ResultCode.UNSUPPORTED_FEATURE,
                "bits of a blob",
                () -> client.operate(null, key, BitOperation.count("b", 0, 8)));
        assertRefused(
                ResultCode.UNSUPPORTED_FEATURE,
                "expression as an operation",
                () -> client.operate(
                        null, key, ExpOperation.read("x", Exp.build(Exp.intBin("n")), ExpReadFlags.DEFAULT)));
        assertThat(client.get(null, key).generation).isEqualTo(1);
    }

    @Test
    void expressionsItDoesNotKnowAreRefused() {
        Policy policy = new Policy();
        policy.filterExp = Exp.build(Exp.eq(ListExp.size(Exp.listBin("l")), Exp.val(1)));
        assertRefused(ResultCode.UNSUPPORTED_FEATURE, "expression", () -> client.get(policy, key));

        policy.filterExp = Exp.build(Exp.regexCompare("4111.*", 0, Exp.stringBin("secret")));
        assertRefused(ResultCode.UNSUPPORTED_FEATURE, "expression", () -> client.get(policy, key));
    }

    @Test
    void valuesItDoesNotKnowAreRefused() {
        assertRefused(
                ResultCode.UNSUPPORTED_FEATURE,
                "particle type 23",
                () -> client.put(null, key, Bin.asGeoJSON("g", "{\"type\":\"Point\",\"coordinates\":[0,0]}")));
    }

    @Test
    void userDefinedFunctionsAreRefused() {
        assertRefused(
                ResultCode.UNSUPPORTED_FEATURE,
                "user-defined function",
                () -> client.execute((WritePolicy) null, key, "package", "function"));
    }

    @Test
    void infoCommandsItDoesNotKnowAreRefused() {
        log.clear();

        assertThat(Info.request(null, client.getNodes()[0], "latencies:hist=secret"))
                .startsWith("ERROR");
        assertThat(log).containsExactly("Refused: the info command latencies");
    }

    @Test
    void aLoginIsRefused() {
        ClientPolicy policy = new ClientPolicy();
        policy.user = "user";
        policy.password = "password";

        assertThatThrownBy(() -> new AerospikeClient(policy, standIn.host(), standIn.port()))
                .isInstanceOf(AerospikeException.class);
        assertThat(log).anyMatch(line -> line.contains("login"));
    }

    @Test
    void anotherNamespaceIsRefusedAlsoWhereTheClientWouldNotAsk() throws IOException {
        // A read of a record in the namespace "other", as bytes.
        byte[] digest = new byte[20];
        try (Socket socket = new Socket(standIn.host(), standIn.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(new byte[] {2, 3, 0, 0, 0, 0, 0, 22 + 5 + 5 + 5 + 20});
            out.write(new byte[] {22, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0});
            out.write(new byte[] {0, 0, 0, 6, 0, 'o', 't', 'h', 'e', 'r'});
            out.write(new byte[] {0, 0, 0, 21, 4});
            out.write(digest);
            byte[] answer = new byte[30];
            new DataInputStream(socket.getInputStream()).readFully(answer);

            assertThat(answer[13]).isEqualTo((byte) ResultCode.INVALID_NAMESPACE);
        }
        assertThat(log).anyMatch(line -> line.contains("the namespace other"));
    }

    @Test
    void aMessageThatIsNotWellFormedIsRefusedAndTheConnectionStays() throws IOException {
        try (Socket socket = new Socket(standIn.host(), standIn.port())) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] header = {22, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
            byte[] answer = new byte[30];
            // A field is missing, bytes are left over, a header is too short.
            byte[] withField = header.clone();
            withField[19] = 1;
            for (byte[] body : List.of(withField, Arrays.copyOf(header, 25), new byte[] {21, 0, 0})) {
                socket.getOutputStream().write(new byte[] {2, 3, 0, 0, 0, 0, 0, (byte) body.length});
                socket.getOutputStream().write(body);
                in.readFully(answer);
                assertThat(answer[13]).isEqualTo((byte) ResultCode.PARAMETER_ERROR);
            }
        }
    }

    @Test
    void aFieldOfATypeThatNoServerKnowsIsPassedOver() throws IOException {
        try (Socket socket = new Socket(standIn.host(), standIn.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(new byte[] {2, 3, 0, 0, 0, 0, 0, 22 + 9 + 25 + 6 + 6});
            out.write(new byte[] {22, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0});
            out.write(new byte[] {0, 0, 0, 5, 0, 'b', 'a', 'n', 'k'});
            out.write(new byte[] {0, 0, 0, 21, 4});
            out.write(key.digest);
            out.write(new byte[] {0, 0, 0, 2, 44, 1});
            out.write(new byte[] {0, 0, 0, 2, (byte) 200, 1});
            byte[] answer = new byte[30];
            new DataInputStream(socket.getInputStream()).readFully(answer);

            assertThat(answer[13]).isEqualTo((byte) ResultCode.OK);
        }
    }

    @Test
    void aConnectionAboveTheLimitIsClosedAtOnce() throws IOException {
        standIn.limitConnections(0);
        try (Socket socket = new Socket(standIn.host(), standIn.port())) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        standIn.limitConnections(100);

        assertThat(Info.request(standIn.host(), standIn.port(), "build")).isNotEmpty();
    }

    @Test
    void aConnectionThatDoesNotKeepToTheProtocolIsClosed() throws IOException {
        try (Socket socket = new Socket(standIn.host(), standIn.port())) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(log).anyMatch(line -> line.contains("protocol"));
        assertThat(client.exists(null, key)).isTrue();
    }
}
