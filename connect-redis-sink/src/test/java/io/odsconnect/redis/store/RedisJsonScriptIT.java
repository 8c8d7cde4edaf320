package io.odsconnect.redis.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.redis.TestClient;
import io.odsconnect.testbed.redis.RedisServer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Protocol.Command;

/**
 * The script for RedisJSON, on a server without the module: JSON.GET and JSON.SET are stand-ins here, in Lua, for the two
 * forms in which the script uses them. What the module itself answers is not tried.
 */
class RedisJsonScriptIT {

    private static final String STAND_IN = """
            local function module(command, key, ...)
              local path, document = ...
              if command == 'JSON.SET' then
                assert(path == '$')
                cjson.decode(document)
                return redis.call('SET', key, document, 'KEEPTTL')
              elseif command == 'JSON.GET' then
                local name = string.match(path, '^%$%[(".-")%]$')
                local found = redis.call('GET', key)
                if not found then return false end
                local at = string.find(found, name .. ':', 1, true)
                if not at then return '[]' end
                local rest = string.sub(found, at + #name + 1)
                return '[' .. (string.match(rest, '^-?%d+') or string.match(rest, '^".-"')) .. ']'
              end
              return redis.call(command, key, ...)
            end
            """;

    private static final RedisServer SERVER = RedisServer.embeddedOrGiven();

    @BeforeAll
    static void startServer() {
        SERVER.start();
    }

    @AfterAll
    static void stopServer() {
        SERVER.close();
    }

    @Test
    void theScriptKeepsThePositionRuleAndTheIndexWithDocumentsToo() {
        try (TestClient client = new TestClient(SERVER)) {
            client.run(Command.FLUSHDB);
            assertThat(write(client, "card:1", "100", "{\"A\":1}", "client:7")).isEqualTo(1L);
            assertThat(client.get("card:1")).isEqualTo("{\"__position\":100,\"__index\":\"client:7\",\"A\":1}");
            assertThat(client.members("client:7")).containsExactly("card:1");
            assertThat(write(client, "card:1", "99", "{\"A\":2}", "client:8")).isEqualTo(0L);
            assertThat(write(client, "card:1", "9223372036854775807", "{}", "client:8"))
                    .isEqualTo(1L);
            assertThat(client.get("card:1")).isEqualTo("{\"__position\":9223372036854775807,\"__index\":\"client:8\"}");
            assertThat(write(client, "card:1", "9223372036854775806", "", "card:1"))
                    .isEqualTo(0L);
            assertThat(write(client, "card:1", "9223372036854775807", "", "card:1"))
                    .isEqualTo(1L);
            assertThat(client.keys()).containsExactly("__del:{card:1}");
            assertThat(write(client, "card:1", "100", "{\"A\":1}", "client:7")).isEqualTo(0L);
        }
    }

    private static Object write(TestClient client, String key, String position, String value, String index) {
        String script = STAND_IN
                + read("json.lua").replace("local call = redis.call", "local call = module")
                + read("guarded-write.lua");
        List<String> arguments = new ArrayList<>(List.of(script, "3", key, "__del:{" + key + "}", index));
        arguments.addAll(List.of("__position", "__index", "60000", "", "set", position, value));
        List<?> results = (List<?>) client.run(Command.EVAL, arguments.toArray(String[]::new));
        assertThat(results).hasSize(1);
        return results.get(0) instanceof byte[] error ? new String(error, StandardCharsets.UTF_8) : results.get(0);
    }

    private static String read(String part) {
        return Script.read(part) + "\n";
    }
}
