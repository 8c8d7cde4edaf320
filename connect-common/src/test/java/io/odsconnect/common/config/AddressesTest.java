package io.odsconnect.common.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddressesTest {

    @Test
    void theSchemeOfAUriIsFoundAndAHostWithAPortHasNone() {
        assertThat(Addresses.scheme("redis://h:1")).contains("redis");
        assertThat(Addresses.scheme(" HTTPS://h")).contains("HTTPS");
        assertThat(Addresses.scheme("jdbc:db2://h:50000/ODS")).contains("jdbc:db2");
        assertThat(Addresses.scheme("h:1")).isEmpty();
        assertThat(Addresses.scheme("[::1]:9042")).isEmpty();
        assertThat(Addresses.scheme("h:name:4333")).isEmpty();
    }

    @Test
    void whoAcceptsNoConnectionIsNamedWithTheReasonInTheOrderOfTheAddresses() throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        InetSocketAddress closed;
        try (ServerSocket free = new ServerSocket(0, 1, here)) {
            closed = (InetSocketAddress) free.getLocalSocketAddress();
        }
        InetSocketAddress unknown = InetSocketAddress.createUnresolved("no.such.host.invalid", 1);
        try (ServerSocket open = new ServerSocket(0, 1, here)) {
            assertThat(Addresses.unreachable(
                            List.of(unknown, (InetSocketAddress) open.getLocalSocketAddress(), closed), 60_000))
                    .satisfies(failures -> {
                        assertThat(failures.keySet()).containsExactly(unknown, closed);
                        assertThat(failures.get(unknown)).isNotEmpty();
                        assertThat(failures.get(closed)).contains("refused");
                    });
        }
        assertThat(Addresses.unreachable(List.of(), 1)).isEmpty();
    }
}
