"""Checks a ledger of Tocsin from its files alone, with none of its code: python3 verify.py <folder>

The folder holds months.json, as /ledger.json serves it, and <month>.csv for each month that was laid open. Says what does
not hold, and ends with code 1; else how much was checked. Merkle trees are those of RFC 6962, signatures those of RFC 8032.
"""
import base64, csv, hashlib, json, os, sys

P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
SPKI = bytes.fromhex("302a300506032b6570032100")


def point(text):
    y = int.from_bytes(text, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    xx = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(xx, (P + 3) // 8, P)
    if (x * x - xx) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if y >= P or (x * x - xx) % P or (x == 0 and sign):
        raise ValueError("no point of the curve")
    return (x if x & 1 == sign else P - x, y)


def add(a, b):
    (x1, y1), (x2, y2) = a, b
    d = D * x1 * x2 * y1 * y2
    return ((x1 * y2 + x2 * y1) * pow(1 + d, P - 2, P) % P, (y1 * y2 + x1 * x2) * pow(1 - d, P - 2, P) % P)


def times(n, a):
    sum_ = (0, 1)
    while n:
        if n & 1:
            sum_ = add(sum_, a)
        a, n = add(a, a), n >> 1
    return sum_


BASE = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def signed(pem, message, signature):
    der = base64.b64decode("".join(pem.strip().splitlines()[1:-1]))
    key, r, s = der[12:], signature[:32], int.from_bytes(signature[32:], "little")
    if der[:12] != SPKI or len(key) != 32 or len(signature) != 64 or s >= Q:
        return False
    h = int.from_bytes(hashlib.sha512(r + key + message).digest(), "little") % Q
    return times(s, BASE) == add(point(r), times(h, point(key)))


def root(hashes):
    if len(hashes) == 1:
        return hashes[0]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    return hashlib.sha256(b"\1" + root(hashes[:split]) + root(hashes[split:])).digest()


def merkle(texts):
    leaves = [hashlib.sha256(b"\0" + text.encode()).digest() for text in texts]
    return (root(leaves) if leaves else hashlib.sha256().digest()).hex()


def faults(folder):
    with open(os.path.join(folder, "months.json")) as file:
        months = json.load(file)
    previous, opened = "0" * 64, 0
    for one in months:
        name = one["month"]
        said = "|".join(str(one[key]) for key in ("month", "asOf", "sealedAt", "leaves", "root", "previous"))
        if one["previous"] != previous:
            yield name + " does not follow the month before it"
        if hashlib.sha256(said.encode()).hexdigest() != one["hash"]:
            yield name + " says something else than was sealed"
        if one["publicKey"] != months[0]["publicKey"]:
            yield name + " is signed by another key than the first"
        if not signed(one["publicKey"], bytes.fromhex(one["hash"]), base64.b64decode(one["signature"])):
            yield name + " is not signed by its key"
        path, previous = os.path.join(folder, name + ".csv"), one["hash"]
        if os.path.exists(path):
            opened += 1
            with open(path, newline="", encoding="utf-8-sig") as file:
                rows = ["|".join(row) for row in list(csv.reader(file))[1:]]
            if len(rows) != one["leaves"] or merkle(rows) != one["root"]:
                yield name + " has other leaves than were sealed"
    print(f"{len(months)} months, {opened} of them laid open")


found = list(faults(sys.argv[1]))
print("\n".join(found) if found else "everything holds")
sys.exit(1 if found else 0)
