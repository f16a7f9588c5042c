SELECT count(*) FROM v_night;
