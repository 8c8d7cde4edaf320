package io.odsconnect.testbed.aerospike.store;

import io.odsconnect.testbed.aerospike.wire.Particle;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The bins of a record. Those of a stored record are never changed; a write changes a copy. */
public final class Bins {

    /** No bins. */
    public static final Bins EMPTY = new Bins(new String[0], new Particle[0], 0);

    private static final int FEW = 32;

    private String[] names;
    private @Nullable Particle[] values;
    private int size;

    /** Of a copy with many bins: the place of each, so that a write takes a time that grows as its bins do. */
    private @Nullable Map<String, Integer> places;

    private Bins(String[] names, @Nullable Particle[] values, int size) {
        this.names = names;
        this.values = values;
        this.size = size;
    }

    /** Returns a copy that may be changed, with room for {@code more}. */
    public Bins copyFor(int more) {
        Bins copy = new Bins(Arrays.copyOf(names, size + more), Arrays.copyOf(values, size + more), size);
        if (size + more > FEW) {
            Map<String, Integer> index = new HashMap<>();
            for (int i = 0; i < size; i++) {
                index.put(names[i], i);
            }
            copy.places = index;
        }
        return copy;
    }

    /** Returns how many there are. */
    public int size() {
        return size;
    }

    /** Returns the name of one by its place. */
    public String name(int place) {
        return names[place];
    }

    /** Returns the value of one by its place. */
    public Particle value(int place) {
        Particle value = values[place];
        if (place >= size || value == null) {
            throw new IndexOutOfBoundsException(place);
        }
        return value;
    }

    /** Returns the value of a bin, or null if the record has none of this name. */
    public @Nullable Particle get(String name) {
        int place = find(name);
        return place < 0 ? null : values[place];
    }

    /** Sets a bin. */
    public void put(String name, Particle value) {
        int place = find(name);
        if (place < 0) {
            if (size == names.length) {
                names = Arrays.copyOf(names, size + 4);
                values = Arrays.copyOf(values, size + 4);
            }
            place = size++;
            names[place] = name.intern(); // Few names, many records.
            if (places != null) {
                places.put(name, place);
            }
        }
        values[place] = value;
    }

    /** Removes a bin, if it is there; the last one takes its place, as on the server. */
    public void remove(String name) {
        int place = find(name);
        if (place >= 0) {
            size--;
            if (places != null) {
                places.put(names[size], place);
                places.remove(name);
            }
            names[place] = names[size];
            values[place] = values[size];
            values[size] = null;
        }
    }

    /** Removes all. */
    public void clear() {
        size = 0;
        if (places != null) {
            places.clear();
        }
    }

    private int find(String name) {
        if (places != null) {
            return places.getOrDefault(name, -1);
        }
        for (int i = 0; i < size; i++) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }
}
