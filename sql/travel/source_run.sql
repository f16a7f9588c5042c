UPDATE run SET origin = :origin;
