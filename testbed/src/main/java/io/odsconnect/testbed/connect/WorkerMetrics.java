package io.odsconnect.testbed.connect;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.rmi.UnmarshalException;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** The metrics of a worker, read by JMX as an operator's agent in the same machine reads them. */
public final class WorkerMetrics implements AutoCloseable {

    private final JMXConnector connector;
    private final MBeanServerConnection beans;

    private WorkerMetrics(JMXConnector connector) throws IOException {
        this.connector = connector;
        this.beans = connector.getMBeanServerConnection();
    }

    /** Attaches to the process with this number. */
    @SuppressWarnings("BanJNDI") // The address is one of this machine, and comes from the worker that we started.
    static WorkerMetrics of(long pid) {
        try {
            VirtualMachine worker = VirtualMachine.attach(Long.toString(pid));
            try {
                return new WorkerMetrics(
                        JMXConnectorFactory.connect(new JMXServiceURL(worker.startLocalManagementAgent())));
            } finally {
                worker.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IllegalStateException("Process " + pid + " cannot be attached to", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the names of the beans that {@code pattern} matches, in their order. */
    public Set<String> names(String pattern) {
        Set<String> names = new TreeSet<>();
        try {
            beans.queryNames(new ObjectName(pattern), null).forEach(name -> names.add(name.getCanonicalName()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JMException e) {
            throw new IllegalArgumentException(pattern, e);
        }
        return names;
    }

    /**
     * Returns the value of a metric.
     *
     * @param bean the name of its bean
     * @throws IllegalArgumentException if there is no such bean or attribute, or its value is no number
     */
    public double value(String bean, String attribute) {
        try {
            return ((Number) beans.getAttribute(new ObjectName(bean), attribute)).doubleValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JMException | ClassCastException e) {
            throw new IllegalArgumentException(bean + " has no number " + attribute, e);
        }
    }

    /** Returns all that a worker exposes by JMX, as text: each bean's name, and each attribute with its value. */
    public String everything() {
        StringBuilder out = new StringBuilder();
        try {
            for (ObjectName name : beans.queryNames(null, null)) {
                out.append(name.getCanonicalName()).append('\n');
                for (MBeanAttributeInfo attribute : beans.getMBeanInfo(name).getAttributes()) {
                    out.append(attribute.getName())
                            .append('=')
                            .append(readable(name, attribute.getName()))
                            .append('\n');
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JMException e) {
            throw new IllegalStateException("A bean went while it was read", e);
        }
        return out.toString();
    }

    private String readable(ObjectName bean, String attribute) throws IOException {
        try {
            Object value = beans.getAttribute(bean, attribute);
            return value instanceof Object[] array ? Arrays.deepToString(array) : String.valueOf(value);
        } catch (JMException | RuntimeException e) {
            // Some of the runtime's own beans have attributes that it does not support.
            return "unreadable";
        } catch (UnmarshalException e) {
            // A value of a class that only the worker has, such as the kind of a connector.
            return "of a class that is not known here";
        }
    }

    @Override
    public void close() {
        try {
            connector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
