package io.odsconnect.aerospike.config;

import com.aerospike.client.policy.AuthMode;
import io.odsconnect.common.expiry.TtlOptions;
import io.odsconnect.common.sink.SinkOptions;
import io.odsconnect.common.template.TopicTemplates;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;

/** What holds between options that are each valid alone, and for what is set for single topics, which no definition has. */
public final class AerospikeRules {

    private static final List<String> TEMPLATES =
            List.of(AerospikeOptions.NAMESPACE, AerospikeOptions.SET_TEMPLATE, AerospikeOptions.KEY_TEMPLATE);

    private AerospikeRules() {}

    /** Returns what is wrong: the option to change, and a sentence. Empty where nothing is. */
    public static Map<String, String> problems(AbstractConfig config) {
        Map<String, String> problems = new LinkedHashMap<>();
        TEMPLATES.forEach(option -> problems.putAll(TopicTemplates.unreadable(config, option)));
        if (problems.isEmpty()) {
            problems.putAll(
                    TopicTemplates.constantKeys(config, AerospikeOptions.KEY_TEMPLATE, "{CLIENT_ID}:{CARD_NO}"));
        }
        problems.putAll(TtlOptions.problems(config));
        checkLogin(config, problems);
        checkBins(config, problems);
        int socketMillis = config.getInt(AerospikeOptions.SOCKET_TIMEOUT_MS);
        if (socketMillis > config.getInt(AerospikeOptions.REQUEST_TIMEOUT_MS)) {
            problems.put(
                    AerospikeOptions.SOCKET_TIMEOUT_MS,
                    "It is above " + AerospikeOptions.REQUEST_TIMEOUT_MS
                            + ", which ends a request before: lower it, or set it to 0 for the same time.");
        }
        return problems;
    }

    /** A certificate names its user and needs no password. */
    private static void checkLogin(AbstractConfig config, Map<String, String> problems) {
        String mode = String.valueOf(config.getString(AerospikeOptions.AUTH_MODE));
        if (AuthMode.valueOf(mode.toUpperCase(Locale.ROOT)) == AuthMode.PKI) {
            return;
        }
        String user = config.getString(AerospikeOptions.USERNAME);
        boolean hasUser = user != null && !user.isEmpty();
        boolean hasPassword =
                !config.getPassword(AerospikeOptions.PASSWORD).value().isEmpty();
        if (hasPassword && !hasUser) {
            problems.put(
                    AerospikeOptions.USERNAME,
                    "It is missing: " + AerospikeOptions.PASSWORD + " is set, and nobody logs in.");
        } else if (hasUser && !hasPassword) {
            problems.put(AerospikeOptions.PASSWORD, "It is missing: " + AerospikeOptions.USERNAME + " needs one.");
        }
    }

    private static void checkBins(AbstractConfig config, Map<String, String> problems) {
        if (!config.getBoolean(SinkOptions.POSITION_GUARD)) {
            return;
        }
        String position = config.getString(AerospikeOptions.POSITION_BIN);
        for (String pair : config.getList(AerospikeOptions.BIN_NAME_MAPPING)) {
            BinName name = BinName.parse(AerospikeOptions.BIN_NAME_MAPPING, pair);
            if (name.bin().equals(position)) {
                problems.put(
                        AerospikeOptions.BIN_NAME_MAPPING,
                        "Column " + name.column() + " would go to bin " + position + ", which is "
                                + AerospikeOptions.POSITION_BIN + ": give it another one.");
            }
        }
    }
}
