package io.github.konnectauth.operator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * All arrays of bytes and characters that were alive in a heap: whatever is text there, is in one of them. Reads the format
 * that JDKs write (HPROF 1.0.2).
 */
final class HeapDump {

    /** Longer than any text that is only a token, and shorter than any buffer that something is read or written by. */
    static final int SHORTEST_BUFFER = 1000;

    private static final int RECORD_OF_A_HEAP = 0x0C;
    private static final int RECORD_OF_A_PART_OF_IT = 0x1C;
    private static final int CLASS = 0x20;
    private static final int OBJECT = 0x21;
    private static final int OBJECTS = 0x22;
    private static final int PRIMITIVES = 0x23;
    private static final int ID = Long.BYTES;
    private static final int CHAR = 5;
    private static final int BYTE = 8;

    private final ByteBuffer dump;
    private final List<byte[]> texts = new ArrayList<>();

    private HeapDump(ByteBuffer dump) {
        this.dump = dump;
    }

    /** The arrays in this file. */
    static List<byte[]> texts(Path file) {
        try {
            var heap = new HeapDump(ByteBuffer.wrap(Files.readAllBytes(file)));
            heap.read();
            return heap.texts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        while (dump.get() != 0) {
            // The name of the format.
        }
        if (dump.getInt() != ID) {
            throw new AssertionError("the dump has ids of another size");
        }
        skip(Long.BYTES);
        while (dump.hasRemaining()) {
            var kind = Byte.toUnsignedInt(dump.get());
            skip(Integer.BYTES);
            var end = Integer.toUnsignedLong(dump.getInt()) + dump.position();
            if (kind == RECORD_OF_A_HEAP || kind == RECORD_OF_A_PART_OF_IT) {
                while (dump.position() < end) {
                    readPart();
                }
            }
            dump.position(Math.toIntExact(end));
        }
    }

    private void readPart() {
        var kind = Byte.toUnsignedInt(dump.get());
        switch (kind) {
            case CLASS -> skipClass();
            case OBJECT -> {
                skip(ID + Integer.BYTES + ID);
                skip(dump.getInt());
            }
            case OBJECTS -> {
                skip(ID + Integer.BYTES);
                var length = dump.getInt();
                skip(ID + length * ID);
            }
            case PRIMITIVES -> readPrimitives();
            default -> skip(lengthOfRoot(kind));
        }
    }

    private void readPrimitives() {
        skip(ID + Integer.BYTES);
        var length = dump.getInt();
        var type = dump.get();
        var bytes = length * size(type);
        if (type == BYTE || type == CHAR) {
            var text = new byte[bytes];
            dump.get(text);
            texts.add(text);
        } else {
            skip(bytes);
        }
    }

    private void skipClass() {
        skip(ID + Integer.BYTES + 6 * ID + Integer.BYTES);
        for (var constants = dump.getShort(); constants > 0; constants--) {
            skip(Short.BYTES);
            skip(size(dump.get()));
        }
        for (var statics = dump.getShort(); statics > 0; statics--) {
            skip(ID);
            skip(size(dump.get()));
        }
        var fields = dump.getShort();
        skip(fields * (ID + 1));
    }

    private static int lengthOfRoot(int kind) {
        return switch (kind) {
            case 0xFF, 0x05, 0x07 -> ID;
            case 0x01 -> 2 * ID;
            case 0x02, 0x03, 0x08 -> ID + 2 * Integer.BYTES;
            case 0x04, 0x06 -> ID + Integer.BYTES;
            default -> throw new AssertionError("the dump has a part of an unknown kind: " + kind);
        };
    }

    private static int size(byte type) {
        return switch (type) {
            case 4, BYTE -> 1;
            case CHAR, 9 -> 2;
            case 6, 10 -> 4;
            case 2, 7, 11 -> 8;
            default -> throw new AssertionError("the dump has a value of an unknown type: " + type);
        };
    }

    private void skip(int bytes) {
        dump.position(dump.position() + bytes);
    }
}
