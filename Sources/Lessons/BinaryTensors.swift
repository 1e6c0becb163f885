import CommandLanguage

/// Little-endian bytes, none of which is read past the end.
struct ByteReader {
    let bytes: ArraySlice<UInt8>

    func slice(_ start: Int, _ count: Int) -> ArraySlice<UInt8>? {
        guard start >= 0, count >= 0, start <= bytes.count, count <= bytes.count - start else { return nil }
        return bytes[bytes.startIndex + start..<bytes.startIndex + start + count]
    }

    /// An unsigned integer of so many bytes, as far as an `Int` holds it.
    func integer(_ start: Int, _ count: Int) -> Int? {
        guard let slice = slice(start, count) else { return nil }
        return Int(exactly: slice.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    }

    /// Floating-point numbers of 4 or 8 bytes each.
    func numbers(isSingle: Bool) -> [Double] {
        let size = isSingle ? 4 : 8
        return stride(from: bytes.startIndex, through: bytes.endIndex - size, by: size).map { start in
            let bits = bytes[start..<start + size].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            return isSingle ? Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits))) : Double(bitPattern: bits)
        }
    }
}

/// A tensor in a binary file.
struct BinaryTensor {
    let name: String
    let shape: [Int]
    let values: [Double]
    let isSingle: Bool

    /// - Throws: where the shape is not that of so many bytes.
    init(_ name: String, shape: [Int], isSingle: Bool, _ data: ArraySlice<UInt8>, isColumnMajor: Bool, file: String) throws(GradientFileProblem) {
        var count = isSingle ? 4 : 8
        for size in shape {
            let (product, isTooLarge) = count.multipliedReportingOverflow(by: size)
            guard size >= 0, !isTooLarge else { throw GradientFileProblem(Phrase.damaged(name, file)) }
            count = product
        }
        guard data.count == count else { throw GradientFileProblem(Phrase.damaged(name, file)) }
        let values = ByteReader(bytes: data).numbers(isSingle: isSingle)
        if isColumnMajor, shape.count == 2 {
            let (rows, columns) = (shape[0], shape[1])
            self.values = (0..<rows * columns).map { values[$0 % columns * rows + $0 / columns] }
        } else {
            self.values = values
        }
        self.name = name
        self.shape = shape
        self.isSingle = isSingle
    }
}

/// The arrays of a file that `np.savez` writes: a zip archive of `.npy` files that are not compressed.
///
/// NumPy's manual, *numpy.lib.format*; PKWARE, *APPNOTE.TXT*.
enum NumPyArchive {
    static let signature: [UInt8] = [0x50, 0x4B, 0x03, 0x04]
    /// That of a single array, as `np.save` writes it.
    static let arraySignature: [UInt8] = [0x93] + Array("NUMPY".utf8)

    static func tensors(_ bytes: [UInt8], file: String) throws(GradientFileProblem) -> [BinaryTensor] {
        let reader = ByteReader(bytes: bytes[...])
        var tensors: [BinaryTensor] = []
        var start = 0
        while let head = reader.slice(start, 4), head.elementsEqual(signature) {
            guard let method = reader.integer(start + 8, 2), var size = reader.integer(start + 18, 4),
                let nameLength = reader.integer(start + 26, 2), let extraLength = reader.integer(start + 28, 2),
                let name = reader.slice(start + 30, nameLength)
            else { throw GradientFileProblem(Phrase.damaged("zip", file)) }
            let text = String(decoding: name, as: UTF8.self)
            // What torch.save writes: a program to be run, not numbers to be read.
            if text.hasSuffix("data.pkl") { throw GradientFileProblem(Phrase.otherFormat("pickle", file)) }
            guard method == 0 else { throw GradientFileProblem(Phrase.compressed(file)) }
            // Sizes beyond 32 bits stand behind the name.
            if size == 0xFFFF_FFFF {
                guard let wide = reader.integer(start + 30 + nameLength + 12, 8) else { throw GradientFileProblem(Phrase.damaged(text, file)) }
                size = wide
            }
            let begin = start + 30 + nameLength + extraLength
            guard let data = reader.slice(begin, size) else { throw GradientFileProblem(Phrase.damaged(text, file)) }
            tensors.append(try array(data, name: text.hasSuffix(".npy") ? String(text.dropLast(4)) : text, file))
            start = begin + size
        }
        return tensors
    }

    static func array(_ bytes: ArraySlice<UInt8>, name: String, _ file: String) throws(GradientFileProblem) -> BinaryTensor {
        let reader = ByteReader(bytes: bytes)
        guard reader.slice(0, 6)?.elementsEqual(arraySignature) == true, let version = reader.integer(6, 1),
            let length = reader.integer(8, version == 1 ? 2 : 4), let header = reader.slice(version == 1 ? 10 : 12, length)
        else { throw GradientFileProblem(Phrase.damaged(name, file)) }
        let text = String(decoding: header, as: UTF8.self)
        let type = value(of: "descr", in: text).flatMap { $0.split(separator: "'").first.map(String.init) } ?? ""
        guard type == "<f8" || type == "<f4" else { throw GradientFileProblem(Phrase.numberType(type, name, file)) }
        let shape = value(of: "shape", in: text)?.drop { $0 != "(" }.dropFirst().prefix { $0 != ")" }
            .split(separator: ",").compactMap { Int($0.filter(\.isNumber)) }
        let isColumnMajor = value(of: "fortran_order", in: text)?.hasPrefix("True") ?? false
        return try BinaryTensor(
            name, shape: shape ?? [], isSingle: type == "<f4", bytes[header.endIndex...], isColumnMajor: isColumnMajor, file: file)
    }

    /// What stands behind a key of the header, which is a Python dictionary.
    private static func value(of key: String, in header: String) -> Substring? {
        guard let range = header.firstRange(of: "'\(key)':") else { return nil }
        return header[range.upperBound...].drop { $0 == " " }
    }
}

/// The tensors of a safetensors file: the length of a JSON header, the header, and the numbers.
///
/// Hugging Face, *safetensors*, format.
enum SafetensorsFile {
    static func tensors(_ bytes: [UInt8], file: String) throws(GradientFileProblem) -> [BinaryTensor] {
        let reader = ByteReader(bytes: bytes[...])
        guard let length = reader.integer(0, 8), let header = reader.slice(8, length),
            case .object(let members)? = try? JSONParser.parse(Array(header))
        else { throw GradientFileProblem(Phrase.damaged("header", file)) }
        var tensors: [BinaryTensor] = []
        for (name, value) in members where name != "__metadata__" {
            guard case .object(let fields) = value else { throw GradientFileProblem(Phrase.damaged(name, file)) }
            var (type, shape, offsets) = ("", [Int](), [Int]())
            for (key, field) in fields {
                if key == "dtype", case .string(let text) = field { type = text }
                if key == "shape" { shape = integers(field) }
                if key == "data_offsets" { offsets = integers(field) }
            }
            guard type == "F64" || type == "F32" else { throw GradientFileProblem(Phrase.numberType(type, name, file)) }
            guard offsets.count == 2, offsets[0] <= offsets[1], let data = reader.slice(8 + length, bytes.count - 8 - length),
                let own = ByteReader(bytes: data).slice(offsets[0], offsets[1] - offsets[0])
            else { throw GradientFileProblem(Phrase.damaged(name, file)) }
            tensors.append(try BinaryTensor(name, shape: shape, isSingle: type == "F32", own, isColumnMajor: false, file: file))
        }
        return tensors
    }

    private static func integers(_ json: JSONText) -> [Int] {
        guard case .array(let elements) = json else { return [] }
        return elements.compactMap { if case .number(let value, _) = $0 { Int(exactly: value) } else { nil } }
    }
}

extension Phrase {
    static func damaged(_ name: String, _ file: String) -> Localized {
        Localized("\(file): \(name) is damaged, or the file ends too early", "\(file)：\(name) 已损坏，或文件不完整")
    }

    static func compressed(_ file: String) -> Localized {
        Localized("\(file) is compressed: write it with np.savez", "\(file) 是压缩的：请用 np.savez 写出")
    }

    static func numberType(_ type: String, _ name: String, _ file: String) -> Localized {
        Localized(
            "\(file): \(name) holds numbers of the type \(type); float32 and float64 can be read",
            "\(file)：\(name) 的数值类型为 \(type)；只能读取 float32 和 float64")
    }
}
