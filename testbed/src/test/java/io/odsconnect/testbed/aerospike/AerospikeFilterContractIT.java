package io.odsconnect.testbed.aerospike;

import static io.odsconnect.testbed.aerospike.AerospikeContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.aerospike.client.Bin;
import com.aerospike.client.IAerospikeClient;
import com.aerospike.client.Key;
import com.aerospike.client.ResultCode;
import com.aerospike.client.command.ParticleType;
import com.aerospike.client.exp.Exp;
import com.aerospike.client.policy.Policy;
import com.aerospike.client.policy.WritePolicy;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Filter expressions on a record with {@code i=5, s="b", f=1.5, t=true, y=0x01FF, l=[1]} and no bin {@code none}. */
@ExtendWith(AerospikeContract.class)
class AerospikeFilterContractIT {

    private static final Exp TRUE = Exp.val(true);
    private static final Exp FALSE = Exp.val(false);
    private static final Exp UNKNOWN = Exp.eq(Exp.intBin("none"), Exp.val(1));

    private IAerospikeClient client;
    private TestSet set;
    private Key key;

    @BeforeEach
    void writeTheRecord(IAerospikeClient connected, TestSet fresh) {
        client = connected;
        set = fresh;
        key = set.key("k");
        WritePolicy sending = new WritePolicy();
        sending.sendKey = true;
        client.put(
                sending,
                key,
                new Bin("i", 5),
                new Bin("s", "b"),
                new Bin("f", 1.5),
                new Bin("t", true),
                new Bin("y", new byte[] {1, -1}),
                new Bin("l", List.of(1)));
    }

    @ParameterizedTest
    @MethodSource
    void aFilterLetsTheRecordThrough(Exp filter) {
        assertThat(client.get(filtering(filter), key)).isNotNull();
    }

    @ParameterizedTest
    @MethodSource
    void aFilterKeepsTheRecordOut(Exp filter) {
        assertRefused(ResultCode.FILTERED_OUT, () -> client.get(filtering(filter), key));
    }

    @Test
    void aFilterThatMakesNoSenseIsNotReadWhereThereIsNoRecord() {
        Exp noSense = Exp.eq(Exp.intBin("i"), Exp.val("text"));
        WritePolicy write = new WritePolicy();
        write.filterExp = Exp.build(noSense);

        assertThat(client.get(filtering(noSense), set.key("absent"))).isNull();
        assertThat(client.delete(write, set.key("absent"))).isFalse();
        client.put(write, set.key("new"), new Bin("i", 1));
        assertThat(client.get(null, set.key("new"))).isNotNull();
        assertRefused(ResultCode.PARAMETER_ERROR, () -> client.put(write, set.key("new"), new Bin("i", 2)));
    }

    @ParameterizedTest
    @MethodSource
    void aFilterThatMakesNoSenseIsRefused(Exp filter) {
        assertRefused(ResultCode.PARAMETER_ERROR, () -> client.get(filtering(filter), key));
    }

    @Test
    void aReaderWhoDoesNotAskToFailSeesNothingOfWhatIsFilteredOutButThatItExists() {
        Policy policy = filtering(FALSE);
        policy.failOnFilteredOut = false;

        assertThat(client.get(policy, key)).isNull();
        assertThat(client.exists(policy, key)).isTrue();
        assertThat(client.getHeader(policy, key)).isNull();
    }

    @Test
    void theSetIsKnown() {
        client.get(filtering(Exp.eq(Exp.setName(), Exp.val(set.name()))), key);
        assertRefused(
                ResultCode.FILTERED_OUT,
                () -> client.get(filtering(Exp.eq(Exp.setName(), Exp.val(set.name() + "x"))), key));
    }

    @Test
    void theDigestIsKnown() {
        long last = Integer.toUnsignedLong((key.digest[16] & 0xff)
                | (key.digest[17] & 0xff) << 8
                | (key.digest[18] & 0xff) << 16
                | (key.digest[19] & 0xff) << 24);

        for (int modulus : new int[] {1, 2, 3, 7, 4096, Integer.MAX_VALUE, -5}) {
            client.get(filtering(Exp.eq(Exp.digestModulo(modulus), Exp.val(last % modulus))), key);
        }
    }

    @Test
    void theTimeOfTheLastUpdateIsKnown() {
        long now = System.currentTimeMillis() * 1_000_000;
        long minute = 60_000_000_000L;

        client.get(
                filtering(Exp.and(
                        Exp.gt(Exp.lastUpdate(), Exp.val(now - minute)),
                        Exp.lt(Exp.lastUpdate(), Exp.val(now + minute)),
                        Exp.ge(Exp.sinceUpdate(), Exp.val(0)),
                        Exp.lt(Exp.sinceUpdate(), Exp.val(60_000)))),
                key);
    }

    @Test
    void theEndOfTheRecordsLifeIsKnown() {
        WritePolicy hour = new WritePolicy();
        hour.expiration = 3600;
        client.put(hour, key, new Bin("i", 5));
        long end = (System.currentTimeMillis() / 1000 + 3600) * 1_000_000_000;

        client.get(
                filtering(Exp.and(
                        Exp.gt(Exp.ttl(), Exp.val(3500)),
                        Exp.le(Exp.ttl(), Exp.val(3600)),
                        Exp.gt(Exp.voidTime(), Exp.val(end - 100_000_000_000L)),
                        Exp.lt(Exp.voidTime(), Exp.val(end + 100_000_000_000L)))),
                key);
    }

    @Test
    void aKeyThatWasNotSentIsUnknown() {
        client.put(null, set.key("bare"), new Bin("i", 1));

        client.get(filtering(Exp.not(Exp.keyExists())), set.key("bare"));
        assertRefused(
                ResultCode.FILTERED_OUT,
                () -> client.get(filtering(Exp.ne(Exp.key(Exp.Type.STRING), Exp.val("other"))), set.key("bare")));
    }

    static Stream<Arguments> aFilterLetsTheRecordThrough() {
        Exp i = Exp.intBin("i");
        Exp f = Exp.floatBin("f");
        return Stream.of(
                argumentSet("int =", Exp.eq(i, Exp.val(5))),
                argumentSet("int <>", Exp.ne(i, Exp.val(6))),
                argumentSet("int <", Exp.lt(i, Exp.val(6))),
                argumentSet("int <=", Exp.le(i, Exp.val(5))),
                argumentSet("int >", Exp.gt(i, Exp.val(Long.MIN_VALUE))),
                argumentSet("int >=", Exp.ge(i, Exp.val(5))),
                argumentSet("text =", Exp.eq(Exp.stringBin("s"), Exp.val("b"))),
                argumentSet("text < longer", Exp.lt(Exp.stringBin("s"), Exp.val("ba"))),
                argumentSet("text > shorter", Exp.gt(Exp.stringBin("s"), Exp.val(""))),
                argumentSet("text < non-ascii", Exp.lt(Exp.stringBin("s"), Exp.val("ä"))),
                argumentSet("blob =", Exp.eq(Exp.blobBin("y"), Exp.val(new byte[] {1, -1}))),
                argumentSet("blob is unsigned", Exp.gt(Exp.blobBin("y"), Exp.val(new byte[] {1, 127}))),
                argumentSet("bool =", Exp.eq(Exp.boolBin("t"), TRUE)),
                argumentSet("bool alone", Exp.boolBin("t")),
                argumentSet("bool >", Exp.gt(Exp.boolBin("t"), FALSE)),
                argumentSet("float =", Exp.eq(f, Exp.val(1.5))),
                argumentSet("float <", Exp.lt(f, Exp.val(1.6))),
                argumentSet("float <> NaN", Exp.ne(f, Exp.val(Double.NaN))),
                argumentSet("nil = nil", Exp.eq(Exp.nil(), Exp.nil())),
                argumentSet("bin exists", Exp.binExists("i")),
                argumentSet("bin does not exist", Exp.not(Exp.binExists("none"))),
                argumentSet("list bin exists", Exp.binExists("l")),
                argumentSet("type of int", Exp.eq(Exp.binType("i"), Exp.val(ParticleType.INTEGER))),
                argumentSet("type of bool", Exp.eq(Exp.binType("t"), Exp.val(ParticleType.BOOL))),
                argumentSet("type of blob", Exp.eq(Exp.binType("y"), Exp.val(ParticleType.BLOB))),
                argumentSet("type of list", Exp.eq(Exp.binType("l"), Exp.val(ParticleType.LIST))),
                argumentSet("type of nothing", Exp.eq(Exp.binType("none"), Exp.val(0))),
                argumentSet("and", Exp.and(TRUE, Exp.binExists("i"), TRUE)),
                argumentSet("or", Exp.or(FALSE, FALSE, TRUE)),
                argumentSet("or with unknown", Exp.or(UNKNOWN, TRUE)),
                argumentSet("not and unknown", Exp.not(Exp.and(UNKNOWN, FALSE))),
                argumentSet("exactly one", Exp.exclusive(FALSE, TRUE, FALSE)),
                argumentSet("missing bin allowed for", Exp.or(Exp.not(Exp.binExists("none")), UNKNOWN)),
                argumentSet("add", Exp.eq(Exp.add(i, Exp.val(1), Exp.val(2)), Exp.val(8))),
                argumentSet("add wraps", Exp.eq(Exp.add(Exp.val(Long.MAX_VALUE), Exp.val(1)), Exp.val(Long.MIN_VALUE))),
                argumentSet("sub", Exp.eq(Exp.sub(i, Exp.val(1), Exp.val(2)), Exp.val(2))),
                argumentSet("negate", Exp.eq(Exp.sub(i), Exp.val(-5))),
                argumentSet("mul", Exp.eq(Exp.mul(i, Exp.val(-3)), Exp.val(-15))),
                argumentSet("div", Exp.eq(Exp.div(Exp.val(-7), Exp.val(2)), Exp.val(-3))),
                argumentSet("div of many", Exp.eq(Exp.div(Exp.val(100), Exp.val(3), Exp.val(4)), Exp.val(8))),
                argumentSet("div of float", Exp.eq(Exp.div(f, Exp.val(0.5)), Exp.val(3.0))),
                argumentSet("mod", Exp.eq(Exp.mod(Exp.val(-7), Exp.val(3)), Exp.val(-1))),
                argumentSet("abs", Exp.eq(Exp.abs(Exp.val(-7)), Exp.val(7))),
                argumentSet("floor", Exp.eq(Exp.floor(Exp.val(-1.5)), Exp.val(-2.0))),
                argumentSet("ceil", Exp.eq(Exp.ceil(f), Exp.val(2.0))),
                argumentSet("pow", Exp.eq(Exp.pow(Exp.val(2.0), Exp.val(10.0)), Exp.val(1024.0))),
                argumentSet("to int", Exp.eq(Exp.toInt(Exp.val(-1.9)), Exp.val(-1))),
                argumentSet("to int of too much", Exp.eq(Exp.toInt(Exp.val(1e300)), Exp.val(Long.MIN_VALUE))),
                argumentSet("to float", Exp.eq(Exp.toFloat(i), Exp.val(5.0))),
                argumentSet("min", Exp.eq(Exp.min(i, Exp.val(3), Exp.val(9)), Exp.val(3))),
                argumentSet("max", Exp.eq(Exp.max(f, Exp.val(-3.0)), Exp.val(1.5))),
                argumentSet("bits and", Exp.eq(Exp.intAnd(i, Exp.val(4)), Exp.val(4))),
                argumentSet("bits or", Exp.eq(Exp.intOr(i, Exp.val(2)), Exp.val(7))),
                argumentSet("bits xor", Exp.eq(Exp.intXor(i, Exp.val(1)), Exp.val(4))),
                argumentSet("bits not", Exp.eq(Exp.intNot(i), Exp.val(-6))),
                argumentSet("shift left", Exp.eq(Exp.lshift(i, Exp.val(2)), Exp.val(20))),
                argumentSet("shift right", Exp.eq(Exp.rshift(Exp.val(-1), Exp.val(60)), Exp.val(15))),
                argumentSet("shift right signed", Exp.eq(Exp.arshift(Exp.val(-16), Exp.val(2)), Exp.val(-4))),
                argumentSet("count", Exp.eq(Exp.count(Exp.val(-1)), Exp.val(64))),
                argumentSet("lscan", Exp.eq(Exp.lscan(Exp.val(5), TRUE), Exp.val(61))),
                argumentSet("lscan of none", Exp.eq(Exp.lscan(Exp.val(0), TRUE), Exp.val(-1))),
                argumentSet("rscan", Exp.eq(Exp.rscan(Exp.val(4), TRUE), Exp.val(61))),
                argumentSet("rscan of zeros", Exp.eq(Exp.rscan(Exp.val(1), FALSE), Exp.val(62))),
                argumentSet("cond first", Exp.eq(Exp.cond(TRUE, Exp.val(1), Exp.val(2)), Exp.val(1))),
                argumentSet("cond default", Exp.eq(Exp.cond(FALSE, Exp.val(1), Exp.val(2)), Exp.val(2))),
                argumentSet("cond with unknown action", Exp.cond(TRUE, TRUE, FALSE, Exp.unknown(), Exp.unknown())),
                argumentSet(
                        "let",
                        Exp.let(
                                Exp.def("x", i),
                                Exp.def("y", Exp.add(Exp.var("x"), Exp.val(1))),
                                Exp.eq(Exp.mul(Exp.var("x"), Exp.var("y")), Exp.val(30)))),
                argumentSet(
                        "let in let",
                        Exp.eq(
                                Exp.val(12),
                                Exp.let(
                                        Exp.def("x", Exp.let(Exp.def("z", i), Exp.add(Exp.var("z"), Exp.val(1)))),
                                        Exp.let(Exp.def("w", Exp.var("x")), Exp.add(Exp.var("w"), Exp.var("x")))))),
                argumentSet("never expires", Exp.eq(Exp.ttl(), Exp.val(-1))),
                argumentSet("no void time", Exp.eq(Exp.voidTime(), Exp.val(-1))),
                argumentSet("key exists", Exp.keyExists()),
                argumentSet("key", Exp.eq(Exp.key(Exp.Type.STRING), Exp.val("k"))),
                argumentSet("no tombstone", Exp.not(Exp.isTombstone())),
                argumentSet(
                        "size",
                        Exp.and(Exp.ge(Exp.recordSize(), Exp.val(96)), Exp.le(Exp.recordSize(), Exp.val(144)))));
    }

    static Stream<Arguments> aFilterKeepsTheRecordOut() {
        Exp i = Exp.intBin("i");
        return Stream.of(
                argumentSet("int =", Exp.eq(i, Exp.val(6))),
                argumentSet("int <", Exp.lt(i, Exp.val(5))),
                argumentSet("text =", Exp.eq(Exp.stringBin("s"), Exp.val("B"))),
                argumentSet("blob <", Exp.lt(Exp.blobBin("y"), Exp.val(new byte[] {1}))),
                argumentSet("bool =", Exp.eq(Exp.boolBin("t"), FALSE)),
                argumentSet("float = NaN", Exp.eq(Exp.floatBin("f"), Exp.val(Double.NaN))),
                argumentSet("NaN = NaN", Exp.eq(Exp.val(Double.NaN), Exp.val(Double.NaN))),
                argumentSet("missing bin", UNKNOWN),
                argumentSet("not of a missing bin", Exp.not(UNKNOWN)),
                argumentSet("<> of a missing bin", Exp.ne(Exp.intBin("none"), Exp.val(1))),
                argumentSet("missing bool", Exp.boolBin("none")),
                argumentSet("bin of another type", Exp.ne(Exp.intBin("s"), Exp.val(1))),
                argumentSet("text of a blob", Exp.ne(Exp.stringBin("y"), Exp.val("x"))),
                argumentSet("and with unknown", Exp.and(TRUE, UNKNOWN)),
                argumentSet("or of unknown and false", Exp.or(UNKNOWN, FALSE)),
                argumentSet("exactly one of unknown", Exp.exclusive(TRUE, UNKNOWN)),
                argumentSet("exactly one of two", Exp.exclusive(TRUE, TRUE)),
                argumentSet("exactly one of none", Exp.exclusive(FALSE, FALSE)),
                argumentSet("division by zero", Exp.eq(Exp.div(i, Exp.val(0)), Exp.val(0))),
                argumentSet("not of a division by zero", Exp.ne(Exp.div(i, Exp.val(0)), Exp.val(0))),
                argumentSet("modulo zero", Exp.ne(Exp.mod(i, Exp.val(0)), Exp.val(77))),
                argumentSet("unknown condition", Exp.cond(UNKNOWN, TRUE, TRUE)),
                argumentSet("unknown action", Exp.cond(TRUE, Exp.unknown(), TRUE)),
                argumentSet("unknown", Exp.unknown()),
                argumentSet("unknown variable", Exp.let(Exp.def("x", UNKNOWN), Exp.not(Exp.var("x")))),
                argumentSet("key of another type", Exp.ne(Exp.key(Exp.Type.INT), Exp.val(1))),
                argumentSet("tombstone", Exp.isTombstone()));
    }

    static Stream<Arguments> aFilterThatMakesNoSenseIsRefused() {
        return Stream.of(
                argumentSet("no truth value", Exp.intBin("i")),
                argumentSet("two types", Exp.eq(Exp.intBin("i"), Exp.val("5"))),
                argumentSet("int with float", Exp.eq(Exp.intBin("i"), Exp.val(5.0))),
                argumentSet("sum of text", Exp.eq(Exp.add(Exp.stringBin("s"), Exp.val("x")), Exp.val("bx"))),
                argumentSet("and of one", Exp.and(TRUE)),
                argumentSet("and of numbers", Exp.and(Exp.val(1), Exp.val(1))),
                argumentSet("not of a number", Exp.not(Exp.val(1))),
                argumentSet("floor of an int", Exp.eq(Exp.floor(Exp.val(1)), Exp.val(1.0))),
                argumentSet("bits of a float", Exp.eq(Exp.intNot(Exp.val(1.0)), Exp.val(1))),
                argumentSet("actions of two types", Exp.cond(TRUE, Exp.val(1), TRUE)),
                argumentSet("cond without default", Exp.cond(TRUE, TRUE)),
                argumentSet("undefined variable", Exp.var("x")),
                argumentSet("digest modulo zero", Exp.eq(Exp.digestModulo(0), Exp.val(0))),
                argumentSet("bin name too long", Exp.binExists("a234567890123456")),
                argumentSet("variable with a bad name", Exp.let(Exp.def("1x", TRUE), Exp.var("1x"))));
    }

    private static Policy filtering(Exp filter) {
        Policy policy = new Policy();
        policy.filterExp = Exp.build(filter);
        policy.failOnFilteredOut = true;
        return policy;
    }
}
